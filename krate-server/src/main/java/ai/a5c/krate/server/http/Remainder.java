package ai.a5c.krate.server.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Reads what is left of a body that nobody wanted, after the answer is out. A connection that is closed with bytes
 * unread is reset, and whoever still sends sees "broken pipe" or nothing instead of the answer that says why.
 */
final class Remainder implements Filter {

    private static final long LIMIT = 4L * Bodies.HOOK_LIMIT;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
        if (!request.isAsyncStarted() && isLeft((HttpServletRequest) request)) {
            response.flushBuffer();
            swallow(request.getInputStream());
        }
    }

    private static boolean isLeft(HttpServletRequest request) throws IOException {
        long told = request.getContentLengthLong();
        boolean some = told > 0 || request.getHeader("Transfer-Encoding") != null;
        return some && told <= LIMIT && !request.getInputStream().isFinished();
    }

    private static void swallow(InputStream in) {
        byte[] part = new byte[16 * 1024];
        long left = LIMIT;
        long startedAt = System.nanoTime();
        try {
            int read = in.read(part);
            while (read >= 0 && left > 0 && System.nanoTime() - startedAt < PATIENCE.toNanos()) {
                left -= read;
                read = in.read(part);
            }
        } catch (IOException | IllegalStateException gone) {
            // the client went away, or waits for a "continue" that will not come: there is nothing to spare it
        }
    }
}
