package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.all;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.Krate;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.observe.KrateEvent;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoreUnavailableException;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreOutageTest {

    private final ResourceStore store = new InMemoryResourceStore();
    private final AtomicBoolean away = new AtomicBoolean(true);
    private final CountDownLatch failures = new CountDownLatch(16);

    /** The store of the engine's loops: everything fails while it is away. */
    private ResourceStore unreliable() {
        return (ResourceStore) Proxy.newProxyInstance(
                ResourceStore.class.getClassLoader(),
                new Class<?>[] {ResourceStore.class},
                (proxy, method, arguments) -> {
                    if (away.get()) {
                        failures.countDown();
                        throw new StoreUnavailableException("the database is away");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void noLoopDiesOfAnOutageOrOfAListenerThatThrows(@TempDir Path root) throws InterruptedException {
        Scenario scenario = new Scenario(root);
        scenario.agents.next(Script.done("It was nothing."));
        Krate healthy = scenario.krate(store);
        scenario.apply(healthy);
        scenario.deliver(healthy, "d-1");
        try (Krate krate = scenario.krate(unreliable(), event -> {
            throw new IllegalStateException("this listener always throws");
        })) {
            krate.start(1);
            assertThat(failures.await(30, TimeUnit.SECONDS)).isTrue();
            away.set(false);
            assertThat(comesToWait(healthy)).isTrue();
        }
    }

    private boolean comesToWait(Krate krate) {
        for (int i = 0; i < 150; i++) {
            if (all(krate, AgentDispatchRun.class).stream()
                    .anyMatch(run -> run.status().phase() == AgentDispatchRun.RunPhase.WAITING_FOR_APPROVAL)) {
                return true;
            }
            store.awaitChange(store.version(), Duration.ofMillis(200));
        }
        return false;
    }

    @Test
    void aMessageThatAlwaysFailsIsParkedAndKept(@TempDir Path root) {
        Scenario scenario = new Scenario(root);
        List<KrateEvent> heard = new ArrayList<>();
        Krate krate = scenario.krate(store, heard::add);
        store.transact(transaction -> {
            transaction.send(Topics.RELEASE, "no key of a resource", scenario.now());
            return true;
        });
        for (int i = 1; i < 15; i++) {
            assertThatThrownBy(krate::drain).isInstanceOf(RuntimeException.class);
            scenario.pass(Duration.ofMinutes(1));
        }
        krate.drain();
        assertThat(heard.toString()).contains("it failed 15 times and comes again in PT10M");
        assertThat(store.nextDue(Topics.RELEASE)).contains(scenario.now().plus(Duration.ofMinutes(10)));
    }
}
