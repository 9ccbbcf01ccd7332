package io.clawhub.gateway.core.calls;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.ServiceCommand.RegisterService;
import io.clawhub.gateway.core.accounts.Identities;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.services.Registration;
import io.clawhub.gateway.core.services.ServiceRegistry;

/**
 * Decides who answers for a service that is being registered.
 *
 * <p>A program may register a service for an agent that chats on another connection, and then names that agent as the
 * owner. The name counts only if
 *
 * <ul>
 *   <li>it is a participant the hub knows: connected here, or party of a conversation, or owner of a service; anything
 *       else is a label to show; and
 *   <li>the connection has no name of its own ({@link Authentication#NONE}) and could have claimed this one by the same
 *       rules as any connection, or it proved to be the user that the named participant belongs to.
 * </ul>
 *
 * In all other cases the connection's own participant is the owner: what is declared never gives more than what the
 * connection could have been from the start. And while another program offers the service, nobody joins it by naming its
 * owner ({@link io.clawhub.gateway.core.services.ServiceStore#register}).
 */
@ApplicationScoped
public class ServiceOwners {

    private final ConnectionRegistry connections;
    private final ServiceRegistry services;
    private final Identities identities;

    ServiceOwners(ConnectionRegistry connections, ServiceRegistry services, Identities identities) {
        this.connections = connections;
        this.services = services;
        this.identities = identities;
    }

    /** Who registers what, in whose name. */
    Uni<Registration> decide(Caller caller, RegisterService command) {
        String declared = command.ownerId();
        if (!isAnother(declared, caller) || !mayNameAnother(caller)) {
            return Uni.createFrom().item(own(caller, command));
        }
        return isKnown(declared)
                .chain(known ->
                        known ? claim(caller, declared) : Uni.createFrom().item(false))
                .map(granted -> granted
                        ? new Registration(caller.participantId(), declared, false, command)
                        : own(caller, command));
    }

    private static Registration own(Caller caller, RegisterService command) {
        boolean ephemeral = caller.authentication() == Authentication.NONE && caller.userId() == null;
        return new Registration(caller.participantId(), caller.participantId(), ephemeral, command);
    }

    private static boolean isAnother(String declared, Caller caller) {
        if (declared == null || declared.equals(caller.participantId())) {
            return false;
        }
        try {
            Ids.checked(declared, "owner");
            return true;
        } catch (HubException notAnId) {
            return false;
        }
    }

    private static boolean mayNameAnother(Caller caller) {
        return caller.authentication() == Authentication.NONE || caller.userId() != null;
    }

    private Uni<Boolean> isKnown(String participantId) {
        return connections.of(participantId).length > 0
                ? Uni.createFrom().item(true)
                : services.isParticipant(participantId);
    }

    private Uni<Boolean> claim(Caller caller, String declared) {
        return identities
                .claim(declared, Credential.of(caller))
                .map(how -> caller.authentication() == Authentication.NONE || how == Authentication.TOKEN)
                .onFailure(ServiceOwners::isRefusal)
                .recoverWithItem(false);
    }

    private static boolean isRefusal(Throwable failure) {
        HubError error = HubException.of(failure).error();
        return error == HubError.AUTH_REQUIRED || error == HubError.AUTH_FAILED;
    }
}
