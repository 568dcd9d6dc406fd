package ai.a5c.krate.digest;

import static java.util.Comparator.comparing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The components of a record class that are written, sorted by name; read once for each class. */
final class RecordMembers extends ClassValue<List<RecordMembers.Member>> {

    private static final RecordMembers KNOWN = new RecordMembers();

    private RecordMembers() {}

    static List<Member> of(Record record) {
        return KNOWN.get(record.getClass());
    }

    @Override
    protected List<Member> computeValue(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> !component.isAnnotationPresent(Unwritten.class))
                .sorted(comparing(RecordComponent::getName))
                .map(RecordMembers::member)
                .toList();
    }

    private static Member member(RecordComponent component) {
        StringBuilder prefix = new StringBuilder();
        CanonicalJson.writeString(component.getName(), prefix);
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return new Member(prefix.append(':').toString(), accessor);
    }

    /** One component: its quoted name with a colon, and how to read it. */
    record Member(String prefix, Method accessor) {

        @Nullable Object of(Record record) {
            try {
                return accessor.invoke(record);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalArgumentException(
                        "%s.%s cannot be read".formatted(record.getClass(), accessor.getName()), e);
            }
        }
    }
}
