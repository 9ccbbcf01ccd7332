package io.clawhub.gateway.core.accounts;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** Ownership and reservations in maps. It can be away, and gateways can be gone. */
final class InMemoryParticipantStore implements ParticipantStore {

    record Holder(String gatewayId, String connectionId) {}

    final Map<String, String> owners = new HashMap<>();
    final Map<String, Holder> holders = new HashMap<>();
    final Set<String> gone = new HashSet<>();
    boolean away;
    int asked;

    @Override
    public Uni<Standing> find(String participantId, String gatewayId) {
        return answer(() -> {
            asked++;
            return new Standing(owners.get(participantId), isHeldElsewhere(participantId, gatewayId));
        });
    }

    @Override
    public Uni<Boolean> own(String participantId, String userId) {
        return answer(() -> owners.putIfAbsent(participantId, userId) == null);
    }

    @Override
    public Uni<Boolean> reserve(String participantId, String userId, String gatewayId, String connectionId) {
        return answer(() -> {
            String owner = owners.get(participantId);
            if (isHeldElsewhere(participantId, gatewayId) || (owner != null && !owner.equals(userId))) {
                return false;
            }
            holders.put(participantId, new Holder(gatewayId, connectionId));
            return true;
        });
    }

    @Override
    public Uni<Void> release(String participantId, String gatewayId, String connectionId) {
        return answer(() -> {
            holders.remove(participantId, new Holder(gatewayId, connectionId));
            return null;
        });
    }

    @Override
    public Uni<Integer> sweep(String gatewayId) {
        return answer(() -> {
            int before = holders.size();
            holders.values().removeIf(holder -> gone.contains(holder.gatewayId()));
            return before - holders.size();
        });
    }

    private boolean isHeldElsewhere(String participantId, String gatewayId) {
        Holder holder = holders.get(participantId);
        return holder != null && !holder.gatewayId().equals(gatewayId) && !gone.contains(holder.gatewayId());
    }

    private <T> Uni<T> answer(Supplier<T> work) {
        return Uni.createFrom()
                .deferred(() -> away
                        ? Uni.createFrom().failure(new HubException(HubError.DIRECTORY_UNAVAILABLE, "away"))
                        : Uni.createFrom().item(work));
    }
}
