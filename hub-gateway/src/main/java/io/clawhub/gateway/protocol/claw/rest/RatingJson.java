package io.clawhub.gateway.protocol.claw.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.services.Rating;

/** A rating as the protocol's clients read it. */
final class RatingJson {

    private RatingJson() {}

    static ObjectNode of(Rating rating) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("service_id", rating.serviceId())
                .put("total", rating.total())
                .put("average", rating.average());
        ObjectNode distribution = json.putObject("distribution");
        for (int score = 0; score < rating.distribution().size(); score++) {
            distribution.put(Integer.toString(score), rating.distribution().get(score));
        }
        return json;
    }
}
