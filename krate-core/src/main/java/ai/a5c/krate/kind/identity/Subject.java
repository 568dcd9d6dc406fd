package ai.a5c.krate.kind.identity;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;

/** Who a grant or binding is for. */
public record Subject(
        @Field(value = "What kind of subject.", required = true, indexed = true)
        SubjectKind kind,

        @Field(value = "Its name.", required = true, form = Form.NAME, indexed = true)
        String name,

        @Field(
                value = "The only stack that it holds for, in place of every stack that has the subject.",
                form = Form.NAME)
        String stackRef) {}
