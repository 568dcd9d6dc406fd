package ai.a5c.krate.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CrewTest {

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Crew crew = new Crew(stopped);

    @Test
    void oneLooksAtATimeAndAllWork() throws InterruptedException {
        AtomicInteger looking = new AtomicInteger();
        AtomicInteger mostLooking = new AtomicInteger();
        CountDownLatch working = new CountDownLatch(4);
        ConcurrentLinkedQueue<String> work = new ConcurrentLinkedQueue<>(List.of("a", "b", "c", "d"));
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            workers.add(new Thread(() -> {
                while (stopped.getCount() > 0) {
                    crew.turn(
                            () -> {
                                mostLooking.accumulateAndGet(looking.incrementAndGet(), Math::max);
                                Optional<Runnable> found = Optional.ofNullable(work.poll())
                                        .map(name -> () -> {
                                            working.countDown();
                                            await(working);
                                        });
                                looking.decrementAndGet();
                                return found;
                            },
                            stopped::getCount);
                }
            }));
        }
        workers.forEach(Thread::start);

        assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
        stopped.countDown();
        for (Thread worker : workers) {
            worker.join(30_000);
        }
        assertThat(mostLooking).hasValue(1);
    }

    @Test
    void whoFindsNothingRestsAndAStoppedCrewLooksNoMore() {
        AtomicInteger rests = new AtomicInteger();
        crew.turn(Optional::empty, rests::incrementAndGet);
        stopped.countDown();
        crew.turn(Optional::empty, rests::incrementAndGet);

        assertThat(rests).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
