package io.clawhub.gateway.protocol.claw;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.ServiceCommand;
import io.clawhub.gateway.core.UserCommand;
import io.clawhub.gateway.core.UserReply;
import io.clawhub.gateway.core.accounts.User;
import io.clawhub.gateway.json.Budget;

/** Users in frames. Their answers say {@code success:false} with a reason rather than being errors. */
final class UserFrames {

    private UserFrames() {}

    static Question question(UserFrame frame) {
        return switch (frame) {
            case UserFrame.Register it ->
                Question.of(new UserCommand.RegisterUser(it.name()), UserReply.UserRegistered.class, made -> success(
                                        "user_register_response")
                                .set("user", user(made.user()).put("api_key", made.apiKey())))
                        .refusedAs(refusal -> failure("user_register_response", refusal));
            case UserFrame.Authenticate it ->
                Question.of(
                                new UserCommand.AuthenticateUser(it.apiKey()),
                                UserReply.UserAuthenticated.class,
                                known -> authenticated(known.user()))
                        .refusedAs(UserFrames::notAuthenticated);
            case UserFrame.List it ->
                Question.of(new UserCommand.ListUsers(), UserReply.UsersListed.class, listed -> users(listed.users()))
                        .refusedAs(refusal -> failure("user_list_response", refusal));
            case UserFrame.ChangeAccess it -> {
                String type = it.allowed() ? "user_grant_access_response" : "user_revoke_access_response";
                yield Question.of(
                                new ServiceCommand.ChangeAccess(it.serviceId(), it.userId(), it.allowed()),
                                success(type).put("service_id", it.serviceId()).put("user_id", it.userId()))
                        .refusedAs(refusal -> failure(type, refusal));
            }
        };
    }

    static ObjectNode authenticated(User user) {
        return success("user_auth_response").set("user", user(user));
    }

    static ObjectNode notAuthenticated(HubException refusal) {
        return failure("user_auth_response", refusal);
    }

    private static ObjectNode users(List<User> users) {
        ObjectNode frame = success("user_list_response");
        Budget budget = new Budget(frame);
        ArrayNode list = ClawCodec.object().arrayNode();
        for (User user : users) {
            ObjectNode item = user(user);
            if (!budget.takes(item)) {
                break;
            }
            list.add(item);
        }
        frame.set("users", list);
        return frame.put("has_more", list.size() < users.size());
    }

    private static ObjectNode user(User user) {
        return ClawCodec.object()
                .put("user_id", user.userId())
                .put("name", user.name())
                .put("created_at", String.valueOf(user.createdAt()))
                .put("is_active", user.active());
    }

    private static ObjectNode success(String type) {
        return ClawCodec.frame(type).put("success", true);
    }

    private static ObjectNode failure(String type, HubException refusal) {
        return ClawCodec.frame(type)
                .put("success", false)
                .put("reason", refusal.getMessage())
                .put("error_code", refusal.error().name());
    }
}
