package ai.a5c.krate.resource;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a kind; the record's simple name is the kind's name. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface KindInfo {

    /** The name in URLs, lower case. */
    String plural();

    /** What people may type instead of the plural. */
    String[] shortNames() default {};

    /** Where it is kept, which also decides its API group. */
    Storage storage();

    /** One sentence for the reference. */
    String doc();

    /** Columns of a table, as {@code Name=.spec.path}. */
    String[] columns() default {};

    /** Columns that only a wide table shows, as {@code Name=.spec.path}. */
    String[] wide() default {};

    /** Who writes it. */
    Writer writer() default Writer.PEOPLE;

    /** Whether it lives in {@code krate-system} instead of its organization's namespace (rulings: where things live). */
    boolean installation() default false;

    /** Who may create, change and delete resources of a kind. */
    enum Writer {
        /** Whoever may write in the organization. */
        PEOPLE,
        /** Only Krate; people ask for it by an action. */
        KRATE
    }

    /** The two storage classes. */
    enum Storage {
        /** Few, reviewed: CRDs where a cluster is. */
        CONFIG("krate.a5c.ai"),
        /** Many, fast-changing: always the database. */
        EXECUTION("runs.krate.a5c.ai");

        private final String group;

        Storage(String group) {
            this.group = group;
        }

        /** The API group and version, such as {@code krate.a5c.ai/v1alpha1}. */
        public String apiVersion() {
            return group + "/v1alpha1";
        }
    }
}
