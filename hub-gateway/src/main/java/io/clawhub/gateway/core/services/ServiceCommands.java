package io.clawhub.gateway.core.services;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.Reply.Done;
import io.clawhub.gateway.core.ServiceCommand;
import io.clawhub.gateway.core.ServiceReply.ServiceDescribed;
import io.clawhub.gateway.core.ServiceReply.ServiceRated;
import io.clawhub.gateway.core.ServiceReply.ServicesFound;

/** Carries out the commands that need no connection. */
@ApplicationScoped
public class ServiceCommands {

    private final ServiceSearch search;
    private final ServiceEditor editor;
    private final Ratings ratings;

    ServiceCommands(ServiceSearch search, ServiceEditor editor, Ratings ratings) {
        this.search = search;
        this.editor = editor;
        this.ratings = ratings;
    }

    Uni<? extends Reply> handle(Caller caller, ServiceCommand command) {
        return switch (command) {
            case ServiceCommand.RegisterService register ->
                throw new IllegalArgumentException("registering needs a connection");
            case ServiceCommand.UnregisterService withdraw ->
                editor.withdraw(caller, checked(withdraw.serviceId())).replaceWith(Done::new);
            case ServiceCommand.UpdateService update ->
                editor.update(caller, update).chain(() -> described(update.serviceId()));
            case ServiceCommand.DiscoverServices discover ->
                search.discover(discover.query()).map(ServicesFound::new);
            case ServiceCommand.DescribeService describe -> described(checked(describe.serviceId()));
            case ServiceCommand.SetPrice price ->
                editor.setPrice(caller, price).chain(() -> described(price.serviceId()));
            case ServiceCommand.RateService rate -> {
                checked(rate.serviceId());
                yield ratings.rate(caller, rate).map(ServiceRated::new);
            }
            case ServiceCommand.ReadRating read ->
                ratings.read(checked(read.serviceId())).map(ServiceRated::new);
            case ServiceCommand.ChangeAccess access ->
                editor.changeAccess(caller, access).chain(() -> described(access.serviceId()));
            case ServiceCommand.SetKeyPolicy policy ->
                editor.setKeyPolicy(caller, policy).replaceWith(Done::new);
        };
    }

    /** The service as it is shown; fails with {@code SERVICE_NOT_FOUND}. */
    Uni<ServiceListing> describe(String serviceId) {
        return search.describe(checked(serviceId)).onItem().ifNull().failWith(Ownership::notFound);
    }

    private Uni<ServiceDescribed> described(String serviceId) {
        return describe(serviceId).map(ServiceDescribed::new);
    }

    private static String checked(String serviceId) {
        return Ids.checked(serviceId, "service_id");
    }
}
