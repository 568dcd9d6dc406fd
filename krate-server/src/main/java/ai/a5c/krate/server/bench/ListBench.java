package ai.a5c.krate.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Lists, single reads and writes over HTTP, beside the bare server and a plain insert. */
final class ListBench implements Bench {

    private static final String BYTES = "the bare server giving the same bytes";
    private static final int PAGE = 500;

    @Override
    public List<Figure> run(Grounds grounds, int largest) {
        List<Figure> figures = new ArrayList<>();
        Requests requests = grounds.requests();
        int[] next = {0};
        PlainTable plain = PlainTable.open(grounds.file("plain.db"));
        Timings creates =
                Timings.of(500, () -> requests.post(Grounds.POOLS, Grounds.pool("pool-%07d".formatted(next[0]++), 1)));
        Timings inserts = Timings.of(500, plain::insert);
        figures.add(Figure.of(
                "create over HTTP",
                next[0],
                creates,
                "an insert of the same bytes into SQLite, same durability",
                inserts));
        int[] replicas = {1};
        figures.add(Figure.of(
                "update over HTTP",
                next[0],
                Timings.of(
                        500,
                        () -> requests.put(
                                Grounds.POOLS + "/pool-0000007",
                                Grounds.pool("pool-0000007", ++replicas[0] % 900 + 1))),
                "an insert of the same bytes into SQLite, same durability",
                inserts));
        plain.close();
        figures.add(reading(grounds, "get over HTTP", next[0], "/pool-0000007", 2_000));
        figures.add(reading(grounds, "list of 100 over HTTP", next[0], "?limit=100", 500));
        int wanted = Math.min(10_000, largest);
        IntStream.range(next[0], wanted)
                .forEach(i -> requests.post(Grounds.POOLS, Grounds.pool("pool-%07d".formatted(i), 1)));
        figures.add(reading(grounds, "list of 100 over HTTP", wanted, "?limit=100", 500));
        figures.add(pages(grounds, wanted));
        return figures;
    }

    private static Figure reading(Grounds grounds, String name, int size, String query, int times) {
        Requests requests = grounds.requests();
        byte[] bytes = requests.get(Grounds.POOLS + query);
        try (BareServer bare = BareServer.answering(bytes)) {
            Timings own = Timings.of(times, () -> requests.get(Grounds.POOLS + query));
            return Figure.of(
                    name,
                    size,
                    own,
                    BYTES,
                    Timings.of(times, () -> bare.requests().get("/bytes")));
        }
    }

    private static Figure pages(Grounds grounds, int size) {
        Requests requests = grounds.requests();
        byte[] page = requests.get(Grounds.POOLS + "?limit=" + PAGE);
        int count = (size + PAGE - 1) / PAGE;
        try (BareServer bare = BareServer.answering(page)) {
            Timings own = Timings.of(10, () -> ListPages.walk(requests, Grounds.POOLS, PAGE, size));
            Timings other = Timings.of(10, () -> {
                for (int i = 0; i < count; i++) {
                    bare.requests().get("/bytes");
                }
                return count;
            });
            return Figure.of("list of all, pages of 500", size, own, BYTES, other);
        }
    }
}
