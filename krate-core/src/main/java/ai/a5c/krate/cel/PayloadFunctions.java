package ai.a5c.krate.cel;

import ai.a5c.krate.event.Payload;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How expressions reach into the raw delivery: {@code event.payload.at("/issue/number")}, and whether it is there. */
final class PayloadFunctions {

    private static final int MOST_VALUES = 1_000;

    private PayloadFunctions() {}

    static List<CelFunctionDecl> declarations() {
        return List.of(
                CelFunctionDecl.newFunctionDeclaration(
                        "at",
                        CelOverloadDecl.newMemberOverload(
                                "payload_at", SimpleType.DYN, EventShape.PAYLOAD, SimpleType.STRING)),
                CelFunctionDecl.newFunctionDeclaration(
                        "has",
                        CelOverloadDecl.newMemberOverload(
                                "payload_has", SimpleType.BOOL, EventShape.PAYLOAD, SimpleType.STRING)));
    }

    static List<CelFunctionBinding> bindings() {
        List<CelFunctionBinding> bindings = new ArrayList<>(CelFunctionBinding.fromOverloads(
                "at", CelFunctionBinding.from("payload_at", Payload.class, String.class, PayloadFunctions::at)));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                "has",
                CelFunctionBinding.from(
                        "payload_has",
                        Payload.class,
                        String.class,
                        (payload, pointer) -> payload.at(pointer).isPresent())));
        return bindings;
    }

    private static Object at(Payload payload, String pointer) {
        Object value = payload.at(pointer).orElseThrow(() -> new AbsentException("the payload has nothing there"));
        if (size(value, 0) > MOST_VALUES) {
            throw new AbsentException("the payload has more than %d values there".formatted(MOST_VALUES));
        }
        return plain(value);
    }

    private static int size(Object value, int before) {
        int size = before + 1;
        if (value instanceof Map<?, ?> members) {
            size = size(members.values(), size);
        } else if (value instanceof Collection<?> items) {
            for (Object item : items) {
                size = size > MOST_VALUES ? size : size(item == null ? "" : item, size);
            }
        }
        return size;
    }

    /** With numbers as expressions know them: 64 bits, whole or not. */
    private static Object plain(Object value) {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigInteger || value instanceof BigDecimal || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof List<?> items) {
            return items.stream()
                    .filter(item -> item != null)
                    .map(PayloadFunctions::plain)
                    .toList();
        }
        if (value instanceof Map<?, ?> members) {
            Map<String, Object> plain = new LinkedHashMap<>();
            members.forEach((name, member) -> {
                if (member != null) {
                    plain.put(String.valueOf(name), plain(member));
                }
            });
            return plain;
        }
        return value;
    }
}
