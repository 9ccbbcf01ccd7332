package io.clawhub.gateway.protocol.claw;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.ServiceCommand;
import io.clawhub.gateway.core.ServiceReply;
import io.clawhub.gateway.core.services.Rating;
import io.clawhub.gateway.core.services.ServiceListing;
import io.clawhub.gateway.json.Budget;

/** Services in frames. */
final class ServiceFrames {

    private static final int TUNNEL_ID_DIGITS = 12;

    private ServiceFrames() {}

    /** The question of a frame; a policy for all services of a connection is several and not among these. */
    static Question question(ServiceFrame frame) {
        return switch (frame) {
            case ServiceFrame.Register register -> register(register, register.ownerId());
            case ServiceFrame.Unregister it ->
                Question.of(new ServiceCommand.UnregisterService(it.serviceId()), done(it.serviceId(), "unregistered"));
            case ServiceFrame.Update it ->
                Question.of(
                        new ServiceCommand.UpdateService(it.serviceId(), it.changes()),
                        done(it.serviceId(), "updated"));
            case ServiceFrame.Discover it ->
                Question.of(
                        new ServiceCommand.DiscoverServices(it.query()),
                        ServiceReply.ServicesFound.class,
                        found -> skills(found.services()));
            case ServiceFrame.Describe it ->
                Question.of(
                        new ServiceCommand.DescribeService(it.serviceId()),
                        ServiceReply.ServiceDescribed.class,
                        described -> it.documentOnly() ? document(described.service()) : docs(described.service()));
            case ServiceFrame.SetPrice it ->
                Question.of(
                        new ServiceCommand.SetPrice(it.serviceId(), it.price(), it.priceUnit()),
                        ClawCodec.frame("price_updated")
                                .put("success", true)
                                .put("service_id", it.serviceId())
                                .put("price", it.price())
                                .put("price_unit", it.priceUnit()));
            case ServiceFrame.Rate it ->
                new Question(
                        new ServiceCommand.RateService(it.serviceId(), it.score(), it.comment(), it.tags()),
                        reply -> rated(it, reply instanceof ServiceReply.ServiceRated rated ? rated.rating() : null),
                        null);
            case ServiceFrame.GetRating it ->
                Question.of(
                        new ServiceCommand.ReadRating(it.serviceId()),
                        ServiceReply.ServiceRated.class,
                        rated -> rating(ClawCodec.frame("rating_stats"), rated.rating()));
            case ServiceFrame.LifecyclePolicy it -> policy(it.serviceId(), it);
        };
    }

    /** A registration in the name of this owner. */
    static Question register(ServiceFrame.Register frame, String ownerId) {
        return Question.of(
                new ServiceCommand.RegisterService(frame.serviceId(), ownerId, frame.skillDoc(), frame.service()),
                ServiceReply.ServiceRegistered.class,
                registered -> ClawCodec.frame("registered")
                        .put("service_id", registered.serviceId())
                        .put("tunnel_id", Ids.fresh("", TUNNEL_ID_DIGITS))
                        .put("channel_id", registered.conversationId())
                        .put("status", "online"));
    }

    /** The key policy of one service. */
    static Question policy(String serviceId, ServiceFrame.LifecyclePolicy frame) {
        return Question.of(
                new ServiceCommand.SetKeyPolicy(serviceId, frame.durationSeconds(), frame.maxCalls()),
                done(serviceId, "updated"));
    }

    private static ObjectNode done(String serviceId, String status) {
        return ClawCodec.frame("success")
                .put("success", true)
                .put("service_id", serviceId)
                .put("status", status);
    }

    private static ObjectNode skills(List<ServiceListing> services) {
        ObjectNode frame = ClawCodec.frame("skill_list").put("total", services.size());
        Budget budget = new Budget(frame);
        ArrayNode skills = ClawCodec.object().arrayNode();
        for (ServiceListing service : services) {
            ObjectNode skill = SkillJson.of(service);
            if (!budget.takes(skill)) {
                break;
            }
            skills.add(skill);
        }
        frame.set("skills", skills);
        return frame.put("has_more", skills.size() < services.size());
    }

    private static ObjectNode docs(ServiceListing service) {
        ObjectNode frame = ClawCodec.frame("service_docs")
                .put("service_id", service.serviceId())
                .put("name", service.name())
                .put("description", service.description())
                .put("documentation", service.skillDoc());
        frame.set("interface_spec", SkillJson.given(service, "interface_spec"));
        frame.set("endpoint", SkillJson.given(service, "endpoint"));
        frame.put("execution_mode", service.executionMode());
        frame.set("tags", SkillJson.array(service.tags()));
        return frame.put("status", service.online() ? "online" : "offline");
    }

    private static ObjectNode document(ServiceListing service) {
        return ClawCodec.frame("skill_doc")
                .put("service_id", service.serviceId())
                .put("skill_doc", service.skillDoc());
    }

    private static ObjectNode rated(ServiceFrame.Rate frame, Rating rating) {
        ObjectNode result = ClawCodec.frame("rating_result")
                .put("success", true)
                .put("service_id", frame.serviceId())
                .put("score", frame.score());
        return rating == null ? result : rating(result, rating);
    }

    private static ObjectNode rating(ObjectNode frame, Rating rating) {
        frame.put("service_id", rating.serviceId())
                .put("total", rating.total())
                .put("count", rating.total())
                .put("average", rating.average())
                .put("avg_score", rating.average());
        ObjectNode distribution = frame.putObject("distribution");
        for (int score = 0; score < rating.distribution().size(); score++) {
            distribution.put(
                    Integer.toString(score), rating.distribution().get(score).longValue());
        }
        return frame;
    }
}
