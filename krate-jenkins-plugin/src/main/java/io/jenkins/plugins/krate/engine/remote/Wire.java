package io.jenkins.plugins.krate.engine.remote;

import ai.a5c.krate.json.Json;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.EngineException.Kind;
import io.jenkins.plugins.krate.engine.remote.BoundedBody.TooLargeException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one request to the one server and has its answer, whole, in time and bounded, or says why not. */
final class Wire {

    private static final int LARGEST_DOCUMENT = 2 * 1024 * 1024;
    private static final long LONGEST_PAUSE_SECONDS = 3_600;

    private final HttpClient client;
    private final ServerAccess access;

    /** Speaks through a client that follows no redirects, which would carry the token elsewhere; refuses another one. */
    Wire(HttpClient client, ServerAccess access) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the client must not follow redirects: the token would go with it");
        }
        this.client = client;
        this.access = access;
    }

    Answer get(String path) {
        return get(path, LARGEST_DOCUMENT);
    }

    Answer get(String path, int most) {
        return answer(request(path).GET(), most);
    }

    /** Posts a document; the same {@code key} asks for the same thing, an empty one for nothing in particular. */
    Answer post(String path, Map<String, Object> document, String key) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(document)));
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        return answer(request, LARGEST_DOCUMENT);
    }

    /** Sends what is signed: no token goes with it. */
    Answer deliver(String path, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request =
                bare(path).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return answer(request, LARGEST_DOCUMENT);
    }

    private HttpRequest.Builder request(String path) {
        return bare(path).header("Authorization", "Bearer " + access.token());
    }

    private HttpRequest.Builder bare(String path) {
        return HttpRequest.newBuilder(access.server().at(path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(access.patience())
                .header("Accept", "application/json, text/plain, */*;q=0.1")
                .header("User-Agent", "krate-jenkins-plugin");
    }

    private Answer answer(HttpRequest.Builder request, int most) {
        CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(request.build(), head -> new BoundedBody(most));
        try {
            HttpResponse<byte[]> response = sent.get(access.patience().toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.body(), retryAfter(response));
        } catch (TimeoutException e) {
            throw late(e);
        } catch (ExecutionException e) {
            throw broken(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.UNAVAILABLE, "INTERRUPTED", "the request was interrupted", e);
        } finally {
            sent.cancel(true);
        }
    }

    private EngineException late(Throwable cause) {
        return new EngineException(
                Kind.UNAVAILABLE,
                "TIMED_OUT",
                "Krate at %s did not answer within %d s"
                        .formatted(access.server(), access.patience().toSeconds()),
                cause);
    }

    /** The causes of broken connections name addresses, never headers. */
    private EngineException broken(Throwable cause) {
        if (cause instanceof TooLargeException || cause.getCause() instanceof TooLargeException) {
            return new EngineException(
                    Kind.REFUSED, "TOO_LARGE", "Krate at %s answered more than is taken".formatted(access.server()));
        }
        if (cause instanceof java.net.http.HttpTimeoutException) {
            return late(cause);
        }
        return new EngineException(
                Kind.UNAVAILABLE,
                "NO_CONNECTION",
                "Krate at %s cannot be reached (%s)"
                        .formatted(access.server(), cause.getClass().getSimpleName()),
                cause);
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        String text = response.headers().firstValue("Retry-After").orElse("");
        return text.matches("[0-9]{1,9}")
                ? Duration.ofSeconds(Math.min(Long.parseLong(text), LONGEST_PAUSE_SECONDS))
                : Duration.ZERO;
    }
}
