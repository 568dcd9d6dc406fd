package io.jenkins.plugins.krate.failure;

import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Public getters of classes of plugins that need not be there, called by name; what cannot be read counts as absent. */
final class Getters {

    private Getters() {}

    /** What {@code getter} of {@code bean} returns. */
    static Optional<Object> value(Object bean, String getter) {
        try {
            return Optional.ofNullable(bean.getClass().getMethod(getter).invoke(bean));
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException unreadable) {
            return Optional.empty();
        }
    }

    /** The text that {@code getter} returns; empty if it is none. */
    static String text(Object bean, String getter) {
        return value(bean, getter)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .orElse("");
    }

    /** The members that {@code getter} returns. */
    static List<Object> all(Object bean, String getter) {
        Object value = value(bean, getter).orElse(List.of());
        return value instanceof Collection<?> members ? List.copyOf(members) : List.of();
    }
}
