package io.clawhub.gateway.core.conversations;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;

import io.clawhub.events.EventHeaders;
import io.clawhub.events.Member;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The members of a conversation, in the order in which they joined, each id once. Never changes: a step gives another one,
 * which shares most of this one, so that in a group of ten thousand a join or a leave costs no copy of all of them. Asking
 * for one by its id is quick however many there are; going through them makes the list, once.
 */
public final class Members extends AbstractList<Member> implements RandomAccess {

    /** Up to so many bytes of ids, UTF-8, travel with each event and message of a group. */
    static final int MAX_TOLD_BYTES = 16 * 1024;

    /** Steps away from the shared part before all of it is made anew. */
    private static final int MAX_STEPS = 128;

    private final Map<String, Member> base;
    /** Those of the base who are gone. */
    private final Set<String> gone;
    /** Those who came after the base was made; none of them is in it, or else they were gone from it. */
    private final Map<String, Member> added;

    private final int idBytes;
    private volatile List<Member> list;

    private Members(Map<String, Member> base, Set<String> gone, Map<String, Member> added, int idBytes) {
        this.base = base;
        this.gone = gone;
        this.added = added;
        this.idBytes = idBytes;
    }

    /** These; of two with one id the later counts, in the place of the first. */
    public static Members of(Collection<Member> members) {
        if (members instanceof Members same) {
            return same;
        }
        Map<String, Member> base = LinkedHashMap.newLinkedHashMap(members.size());
        int bytes = 0;
        for (Member member : members) {
            bytes += base.put(member.participantId(), member) == null ? bytes(member.participantId()) : 0;
        }
        return new Members(base, Set.of(), Map.of(), bytes);
    }

    /** Whether these ids are too many, or too long together, to travel with every event of a group. */
    public static boolean areMany(Collection<String> ids) {
        return ids.size() > EventHeaders.MAX_AUDIENCE
                || ids.stream().mapToInt(Members::bytes).sum() > MAX_TOLD_BYTES;
    }

    /** The same of these members. */
    public boolean areMany() {
        return size() > EventHeaders.MAX_AUDIENCE || idBytes > MAX_TOLD_BYTES;
    }

    /** The bytes of an id in UTF-8. */
    public static int bytes(String id) {
        return id.getBytes(UTF_8).length;
    }

    /** The bytes of all ids in UTF-8. */
    public int idBytes() {
        return idBytes;
    }

    /** The member of this id, or null. */
    public Member of(String participantId) {
        Member late = added.get(participantId);
        return late != null || gone.contains(participantId) ? late : base.get(participantId);
    }

    /** With one more, as the last; one of the same id who was there before is gone. */
    public Members with(Member member) {
        Members others = without(member.participantId());
        Map<String, Member> more = new LinkedHashMap<>(others.added);
        more.put(member.participantId(), member);
        return settled(others.base, others.gone, more, others.idBytes + bytes(member.participantId()));
    }

    /** Without this one. */
    public Members without(String participantId) {
        if (of(participantId) == null) {
            return this;
        }
        int bytes = idBytes - bytes(participantId);
        if (added.containsKey(participantId)) {
            Map<String, Member> fewer = new LinkedHashMap<>(added);
            fewer.remove(participantId);
            return settled(base, gone, fewer, bytes);
        }
        Set<String> left = new HashSet<>(gone);
        left.add(participantId);
        return settled(base, left, added, bytes);
    }

    /** With another role for this member, who keeps their place. */
    Members inRole(String participantId, String role) {
        return of(stream()
                .map(member -> member.participantId().equals(participantId) ? new Member(participantId, role) : member)
                .toList());
    }

    private static Members settled(Map<String, Member> base, Set<String> gone, Map<String, Member> added, int bytes) {
        Members members = new Members(base, gone, added, bytes);
        return gone.size() + added.size() <= MAX_STEPS ? members : of(List.copyOf(members.list()));
    }

    @Override
    public Member get(int index) {
        return list().get(index);
    }

    @Override
    public int size() {
        return base.size() - gone.size() + added.size();
    }

    private List<Member> list() {
        List<Member> made = list;
        if (made == null) {
            made = new ArrayList<>(size());
            for (Member member : base.values()) {
                if (!gone.contains(member.participantId())) {
                    made.add(member);
                }
            }
            made.addAll(added.values());
            list = made;
        }
        return made;
    }
}
