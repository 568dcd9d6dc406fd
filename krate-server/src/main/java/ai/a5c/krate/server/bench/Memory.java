package ai.a5c.krate.server.bench;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** What this process still holds after its garbage was collected: objects and direct buffers, without code and stacks. */
final class Memory {

    private static final int COLLECTIONS = 3;

    private Memory() {}

    /** Bytes that are held; the least of several looks, since some things are only freed by the next collection. */
    static long held() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            ManagementFactory.getMemoryMXBean().gc();
            least = Math.min(least, now());
        }
        return least;
    }

    private static long now() {
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return heap
                + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
    }
}
