package ai.a5c.krate.gitea;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow.Subscription;
import javax.net.ssl.SSLSession;

/** An answer that has arrived as a whole, in the form that the caller wants its body in. */
record CompleteResponse<T>(HttpResponse<byte[]> whole, T body) implements HttpResponse<T> {

    static <T> HttpResponse<T> of(HttpResponse<byte[]> whole, BodyHandler<T> handler) {
        BodySubscriber<T> subscriber = handler.apply(new Head(whole.statusCode(), whole.headers(), whole.version()));
        subscriber.onSubscribe(new Arrived());
        subscriber.onNext(List.of(ByteBuffer.wrap(whole.body())));
        subscriber.onComplete();
        return new CompleteResponse<>(
                whole, subscriber.getBody().toCompletableFuture().join());
    }

    @Override
    public int statusCode() {
        return whole.statusCode();
    }

    @Override
    public HttpRequest request() {
        return whole.request();
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
        return whole.headers();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return whole.sslSession();
    }

    @Override
    public URI uri() {
        return whole.uri();
    }

    @Override
    public HttpClient.Version version() {
        return whole.version();
    }

    private record Head(int statusCode, HttpHeaders headers, HttpClient.Version version) implements ResponseInfo {}

    /** Nothing more to ask for: all of it was handed over. */
    private static final class Arrived implements Subscription {

        @Override
        public void request(long count) {
            // the only item is on its way already
        }

        @Override
        public void cancel() {
            // the exchange is over
        }
    }
}
