package ai.a5c.krate.testkit;

import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.Transaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** How often each method of a store and of its transactions was called; the store does what it always does. */
public final class CountedCalls {

    private final Map<String, Integer> counts = new TreeMap<>();
    private final ResourceStore store;

    /** Counts what is called through {@link #store}. */
    public CountedCalls(ResourceStore store) {
        this.store = counting(ResourceStore.class, store);
    }

    /** The store that is counted. */
    public ResourceStore store() {
        return store;
    }

    /** The calls since this was asked last, by name. */
    public Map<String, Integer> taken() {
        Map<String, Integer> taken = new TreeMap<>(counts);
        counts.clear();
        return taken;
    }

    private <T> T counting(Class<T> type, T counted) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    counts.merge(method.getName(), 1, Integer::sum);
                    return called(counted, method, arguments);
                }));
    }

    private Object called(Object counted, Method method, Object[] arguments) throws Throwable {
        Object[] passed = arguments == null ? new Object[0] : arguments.clone();
        if (method.getName().equals("transact")) {
            @SuppressWarnings("unchecked")
            Function<Transaction, Object> work = (Function<Transaction, Object>) passed[passed.length - 1];
            passed[passed.length - 1] =
                    (Function<Transaction, Object>) transaction -> work.apply(counting(Transaction.class, transaction));
        }
        try {
            return method.invoke(counted, passed);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
