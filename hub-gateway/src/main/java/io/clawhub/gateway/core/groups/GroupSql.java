package io.clawhub.gateway.core.groups;

import io.clawhub.gateway.core.conversations.MemberLines;

/** The statements about groups. Native ones: the first parse of a query language would hold up an event loop. */
final class GroupSql {

    static final String LOCK = "SELECT 1 FROM conversation WHERE id = :id AND kind = 'group' FOR NO KEY UPDATE";

    static final String CREATED = "UPDATE conversation SET created_by = :creatorId WHERE id = :id";

    static final String UPDATE =
            """
            UPDATE conversation SET name = :name, version = :version,
              large = large OR :large, member_count = :members,
              ended_at = CASE WHEN :over THEN coalesce(ended_at, clock_timestamp()) END
            WHERE id = :id""";

    // What is empty is none.
    static final String DESCRIBE =
            """
            UPDATE conversation SET avatar = nullif(coalesce(:avatar, avatar), ''),
              description = nullif(coalesce(:description, description), '')
            WHERE id = :id""";

    // Ids hold no control characters. Later than everybody before them: the order of joining is the order of changes,
    // whatever the gateways' clocks say.
    static final String JOIN =
            """
            INSERT INTO member (conversation_id, participant_id, role, joined_at)
            SELECT :id, joined.participant_id, 'member', greatest(clock_timestamp(),
              (SELECT max(joined_at) + interval '1 microsecond' FROM member WHERE conversation_id = :id))
            FROM unnest(string_to_array(:ids, chr(10))) AS joined (participant_id)""";

    static final String LEAVE =
            """
            DELETE FROM member WHERE conversation_id = :id
              AND participant_id IN (SELECT unnest(string_to_array(:ids, chr(10))))""";

    static final String PROMOTE =
            """
            UPDATE member SET role = 'owner'
            WHERE conversation_id = :id AND participant_id = :ownerId AND role <> 'owner'""";

    static final String PROFILE = "SELECT avatar, description, created_by, opened_at FROM conversation WHERE id = :id";

    static final String OF_MEMBER =
            """
            SELECT c.id, c.kind,
                   CASE WHEN c.kind = 'service' AND s.id IS NULL OR c.ended_at IS NOT NULL THEN 'ended'
                       ELSE coalesce(h.status, 'active') END,
                   c.service_id, c.name, c.version,
                   CASE WHEN NOT c.large THEN
                       (SELECT %s FROM member o WHERE o.conversation_id = c.id) END,
                   c.avatar, c.description, c.created_by, c.opened_at, c.member_count, m.cleared_seq
            FROM member m
            JOIN conversation c ON c.id = m.conversation_id
            LEFT JOIN channel h ON h.conversation_id = c.id
            LEFT JOIN service s ON s.conversation_id = c.id AND s.withdrawn_at IS NULL
            WHERE m.participant_id = :participantId
              AND (:which = 'ALL' OR c.ended_at IS NULL AND coalesce(h.status, 'active') = 'active'
                     AND CASE c.kind WHEN 'group' THEN :which = 'GROUPS' WHEN 'service' THEN false ELSE :which = 'PAIRS' END)
            ORDER BY c.opened_at DESC, c.id LIMIT :rows"""
                    .formatted(MemberLines.SQL);

    static final String LARGE_OF_MEMBER =
            """
            SELECT m.conversation_id FROM member m
            JOIN conversation c ON c.id = m.conversation_id AND c.large
            WHERE m.participant_id = :participantId LIMIT :rows""";

    private GroupSql() {}
}
