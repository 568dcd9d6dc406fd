package ai.a5c.krate.resource;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A rule over several fields of the record that carries it; validation checks it, CRDs say it in CEL. */
@Documented
@Repeatable(Rules.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Rule {

    /** What must hold. */
    Check check();

    /** The fields it is about, members of the record; an absent, empty or zero-length one counts as not set. */
    String[] fields();

    /** For the conditional checks: the field that is looked at; of a list, each of its items. */
    String when() default "";

    /** For the conditional checks: the values of {@link #when} for which the check holds; empty for any that is set. */
    String[] is() default {};

    /** What can be required of fields together. */
    enum Check {
        /** Exactly one of the fields is set. */
        EXACTLY_ONE,
        /** At most one of the fields is set. */
        AT_MOST_ONE,
        /** At least one of the fields is set. */
        AT_LEAST_ONE,
        /** All fields are set when the condition holds. */
        REQUIRED_WHEN,
        /** No field is set when the condition holds. */
        FORBIDDEN_WHEN,
        /** The numbers do not fall from one field to the next. */
        ASCENDING,
        /** The fields differ from each other. */
        DIFFERENT
    }
}
