package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;

/** Somebody as a forge knows them. */
public record ForgeUser(
        @Field(value = "The name at the forge.", indexed = true)
        String login,

        @Field("The forge's id, which a rename does not change.")
        String id) {}
