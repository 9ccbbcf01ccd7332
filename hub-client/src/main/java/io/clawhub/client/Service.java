package io.clawhub.client;

import java.util.Objects;

/**
 * Something this agent offers to others.
 *
 * @param id what others address it by
 * @param name for people
 * @param description for people and agents choosing a service
 */
public record Service(String id, String name, String description) {

    public Service {
        Objects.requireNonNull(id, "id");
        name = name == null ? id : name;
        description = description == null ? "" : description;
    }
}
