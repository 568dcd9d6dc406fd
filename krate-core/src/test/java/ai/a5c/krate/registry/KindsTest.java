package ai.a5c.krate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Schema.Choice;
import ai.a5c.krate.registry.Schema.Decimal;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.registry.Schema.Text;
import ai.a5c.krate.registry.Schema.Whole;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule.Check;
import ai.a5c.krate.validate.Faults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every kind, whoever adds it. */
class KindsTest {

    @Test
    void noNameMeansTwoKinds() {
        List<String> names = new ArrayList<>();
        for (Kind kind : KindRegistry.all()) {
            assertThat(kind.info().plural()).matches("[a-z]+");
            assertThat(kind.shortNames()).as(kind.name()).isNotEmpty().allMatch(name -> name.matches("[a-z]+"));
            names.add(kind.name().toLowerCase(Locale.ROOT));
            names.add(kind.info().plural());
            names.addAll(kind.shortNames());
        }
        assertThat(names).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void everyFieldIsDocumentedByASentence(Kind kind) {
        assertThat(kind.info().doc()).endsWith(".");
        List<String> undocumented = new ArrayList<>();
        everyMember(kind, (at, property) -> {
            if (!property.doc().matches("\\S.*\\.")) {
                undocumented.add(at);
            }
        });
        assertThat(undocumented).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void everyColumnShowsAFieldThatIsThere(Kind kind) {
        List<String> columns = Stream.concat(
                        Arrays.stream(kind.info().columns()),
                        Arrays.stream(kind.info().wide()))
                .toList();
        assertThat(columns).isNotEmpty();
        assertThat(columns.stream().map(column -> column.replaceAll("=.*", ""))).doesNotHaveDuplicates();
        for (String column : columns) {
            assertThat(column).matches("[A-Z][A-Za-z ]*=\\.(spec|status)\\..+");
            assertThat(isThere(kind.schema(), column.replaceAll("^[^=]*=\\.", "")))
                    .as(column)
                    .isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void everyDefaultIsAValueThatIsAllowed(Kind kind) {
        everyMember(kind, (at, property) -> {
            if (!property.def().isEmpty()) {
                assertThat(property.schema()).as(at).isNotInstanceOfAny(ListOf.class, MapOf.class, ObjectOf.class);
                ObjectOf alone = new ObjectOf(List.of(property), List.of());
                Faults faults = new Faults();
                new Validator(faults).check(alone, Defaults.fill(alone, Map.of()), at);
                assertThatCode(faults::throwIfAny).doesNotThrowAnyException();
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void whatIsSaidOfAFieldFitsItsType(Kind kind) {
        everyMember(kind, (at, property) -> {
            if (property.min() != Long.MIN_VALUE || property.max() != Long.MAX_VALUE) {
                assertThat(property.schema()).as(at).isInstanceOfAny(Whole.class, Decimal.class);
                assertThat(property.min()).as(at).isLessThan(property.max());
            }
            if (property.indexed()) {
                assertThat(property.schema()).as(at).isNotInstanceOfAny(ListOf.class, MapOf.class, ObjectOf.class);
            }
            if (property.indexed() || property.immutable()) {
                assertThat(at).doesNotContain("[]", "{}");
            }
            if (!property.ref().isEmpty()) {
                assertThat(texts(property.schema())).as(at).isNotNull();
                assertThat(KindRegistry.named(property.ref())).as(at).isPresent();
            }
            if (!property.listKey().isEmpty()) {
                ObjectOf item = (ObjectOf) ((ListOf) property.schema()).items();
                assertThat(item.property(property.listKey())).as(at).get().matches(Property::required);
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void everyRuleSpeaksOfFieldsAndValuesThatAreThere(Kind kind) {
        everyObject(
                kind.schema(),
                kind.name(),
                (at, object) -> object.constraints().forEach(constraint -> isSound(at, object, constraint)));
    }

    private static void isSound(String at, ObjectOf object, Constraint constraint) {
        assertThat(constraint.fields())
                .as(at)
                .isNotEmpty()
                .allMatch(field -> object.property(field).isPresent());
        boolean conditional = constraint.check() == Check.REQUIRED_WHEN || constraint.check() == Check.FORBIDDEN_WHEN;
        assertThat(constraint.when().isEmpty()).as(at).isEqualTo(!conditional);
        if (conditional) {
            Property when = object.property(constraint.when()).orElseThrow();
            assertThat(!when.def().isEmpty()
                            && (constraint.is().isEmpty() || constraint.is().contains(when.def())))
                    .as("%s: a rule does not see that %s is absent and means its default", at, when.name())
                    .isFalse();
            Schema values = when.schema() instanceof ListOf list ? list.items() : when.schema();
            if (values instanceof Choice choice) {
                assertThat(choice.words()).as(at).containsAll(constraint.is());
            }
        }
    }

    @Test
    void whatConfigRefersToStandsBeforeIt() {
        List<String> order = KindRegistry.all().stream().map(Kind::name).toList();
        for (Kind kind : KindRegistry.all()) {
            if (kind.info().storage() == Storage.CONFIG) {
                assertThat(kind.references().stream()
                                .map(Reference::kind)
                                .filter(other -> order.indexOf(other) > order.indexOf(kind.name())))
                        .as(kind.name())
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void documentsAreTheSameAfterTheWayInAndOut(Kind kind) {
        for (Map<String, Object> document : List.of(SampleDocuments.smallest(kind), SampleDocuments.fullest(kind))) {
            Resource resource = ResourceCodec.parse(document, "acme");
            assertThat(ResourceCodec.read(kind, ResourceCodec.write(resource))).isEqualTo(resource);
            assertThat(ResourceCodec.parse(ResourceCodec.write(resource), "acme"))
                    .isEqualTo(resource);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void nothingOfADocumentIsLost(Kind kind) {
        Map<String, Object> document = Json.readObject(Json.write(SampleDocuments.fullest(kind)));
        Map<String, Object> written =
                Json.readObject(Json.write(ResourceCodec.write(ResourceCodec.read(kind, document))));
        assertThat(written).containsEntry("spec", document.get("spec")).containsEntry("status", document.get("status"));
    }

    static Stream<Named<Kind>> kinds() {
        return KindRegistry.all().stream().map(kind -> Named.of(kind.name(), kind));
    }

    private static boolean isThere(Schema schema, String path) {
        if (path.isEmpty()) {
            return true;
        }
        String[] steps = path.split("\\.", 2);
        return schema instanceof ObjectOf object
                && object.property(steps[0])
                        .filter(member -> isThere(member.schema(), steps.length == 1 ? "" : steps[1]))
                        .isPresent();
    }

    private static Form texts(Schema schema) {
        if (schema instanceof ListOf list) {
            return texts(list.items());
        }
        return schema instanceof MapOf map ? texts(map.values()) : ((Text) schema).form();
    }

    private static void everyMember(Kind kind, BiConsumer<String, Property> check) {
        for (Property part : kind.schema().properties()) {
            everyObject(
                    part.schema(),
                    kind.name() + "." + part.name(),
                    (at, object) -> object.properties()
                            .forEach(property -> check.accept(at + "." + property.name(), property)));
        }
    }

    private static void everyObject(Schema schema, String at, BiConsumer<String, ObjectOf> check) {
        if (schema instanceof ListOf list) {
            everyObject(list.items(), at + "[]", check);
        } else if (schema instanceof MapOf map) {
            everyObject(map.values(), at + "{}", check);
        } else if (schema instanceof ObjectOf object) {
            check.accept(at, object);
            object.properties().forEach(property -> everyObject(property.schema(), at + "." + property.name(), check));
        }
    }
}
