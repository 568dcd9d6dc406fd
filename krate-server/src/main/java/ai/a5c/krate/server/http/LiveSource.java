package ai.a5c.krate.server.http;

import java.util.List;

/** What one watcher is still to be sent; asked by one thread only. */
public interface LiveSource {

    /** At most {@code room} further pieces; none if there is nothing new. */
    List<Piece> next(Tick tick, int room);

    /** Whether everything there will ever be has been given. */
    boolean ended();

    /** What keeps an idle connection open. */
    Piece keepAlive();
}
