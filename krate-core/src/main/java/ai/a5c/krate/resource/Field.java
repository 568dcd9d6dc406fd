package ai.a5c.krate.resource;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a field of a kind: documentation and what is allowed in it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {

    /** One sentence for the reference. */
    String value();

    /** Whether a document without it is refused. */
    boolean required() default false;

    /** What an absent field means, in JSON's spelling for its type; empty for none. */
    String def() default "";

    /** The kind whose name, in the same organization, this field holds. */
    String ref() default "";

    /** A named form that the text must have, see {@link Form}. */
    Form form() default Form.TEXT;

    /** Whether lists can be asked for by this field's value (field selectors). */
    boolean indexed() default false;

    /** Whether the field may not change once stored. */
    boolean immutable() default false;

    /** The smallest number allowed. */
    long min() default Long.MIN_VALUE;

    /** The largest number allowed. */
    long max() default Long.MAX_VALUE;

    /** The member that tells the objects of this list apart; empty for a list that is written as a whole. */
    String listKey() default "";
}
