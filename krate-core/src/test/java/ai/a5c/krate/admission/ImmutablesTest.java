package ai.a5c.krate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.registry.Schema.Text;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.validate.Faults;
import ai.a5c.krate.validate.Faults.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImmutablesTest {

    private static final Schema TEXT = new Text(Form.TEXT);
    private static final ObjectOf ITEM = object(loose("name", TEXT, ""), fixed("digest", TEXT));

    @Test
    void aSetFieldMayNeitherChangeNorGo() {
        ObjectOf spec = object(fixed("slug", TEXT), loose("title", TEXT, ""));
        Map<String, Object> before = Map.of("slug", "acme", "title", "A");
        assertThat(faults(spec, before, Map.of("slug", "acme", "title", "B"))).isEmpty();
        Fault fault = new Fault("$.spec.slug", "may not change; it is 'acme'");
        assertThat(faults(spec, before, Map.of("slug", "other"))).containsExactly(fault);
        assertThat(faults(spec, before, Map.of())).containsExactly(fault);
        assertThat(faults(spec, Map.of(), before)).isEmpty();
    }

    @Test
    void aWholeListOrObjectMayNotChange() {
        ObjectOf spec = object(fixed("keys", new ListOf(TEXT)), fixed("item", ITEM));
        Map<String, Object> before = Map.of("keys", List.of("a", "b"), "item", Map.of("name", "x"));
        assertThat(faults(spec, before, before)).isEmpty();
        assertThat(faults(spec, before, Map.of("keys", List.of("b", "a"), "item", Map.of("name", "y"))))
                .containsExactly(
                        new Fault("$.spec.keys", "may not change once it is set"),
                        new Fault("$.spec.item", "may not change once it is set"));
    }

    @Test
    void objectsInListsAreToldApartByTheirKey() {
        ObjectOf spec = object(loose("items", new ListOf(ITEM), "name"));
        Map<String, Object> before = Map.of("items", List.of(item("a", "1"), item("b", "2")));
        Map<String, Object> moved = Map.of("items", List.of(item("c", "9"), item("b", "3"), item("a", "1")));
        assertThat(faults(spec, before, moved))
                .containsExactly(new Fault("$.spec.items[1].digest", "may not change; it is '2'"));
        assertThat(faults(spec, before, Map.of())).isEmpty();
    }

    @Test
    void objectsInMapsAreToldApartByTheirName() {
        ObjectOf spec = object(loose("items", new MapOf(ITEM), ""));
        assertThat(faults(
                        spec,
                        Map.of("items", Map.of("a", item("a", "1"))),
                        Map.of("items", Map.of("a", item("a", "2"), "b", item("b", "1")))))
                .containsExactly(new Fault("$.spec.items.a.digest", "may not change; it is '1'"));
    }

    @Test
    void listsWithoutAKeyAreWrittenAsAWhole() {
        ObjectOf spec = object(loose("items", new ListOf(ITEM), ""));
        assertThat(faults(spec, Map.of("items", List.of(item("a", "1"))), Map.of("items", List.of(item("b", "2")))))
                .isEmpty();
    }

    @Test
    void aKindsOwnFieldsAreHeld() {
        Faults faults = new Faults();
        Immutables.check(
                KindRegistry.named("Organization").orElseThrow(),
                Map.of("spec", Map.of("slug", "acme")),
                Map.of("spec", Map.of("slug", "other")),
                faults);
        assertThat(faults.all()).containsExactly(new Fault("$.spec.slug", "may not change; it is 'acme'"));
    }

    private static List<Fault> faults(ObjectOf spec, Map<String, Object> before, Map<String, Object> next) {
        Faults faults = new Faults();
        Immutables.check(spec, before, next, faults);
        return faults.all();
    }

    private static Map<String, Object> item(String name, String digest) {
        return Map.of("name", name, "digest", digest);
    }

    private static ObjectOf object(Property... properties) {
        return new ObjectOf(List.of(properties), List.of());
    }

    private static Property fixed(String name, Schema schema) {
        return new Property(name, schema, "", false, "", "", true, false, Long.MIN_VALUE, Long.MAX_VALUE, "");
    }

    private static Property loose(String name, Schema schema, String key) {
        return new Property(name, schema, "", false, "", "", false, false, Long.MIN_VALUE, Long.MAX_VALUE, key);
    }
}
