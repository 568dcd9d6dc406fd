package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.client.ApiClient;
import ai.a5c.krate.gitea.client.ApiException;
import ai.a5c.krate.gitea.client.GiteaApi;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** Opens Gitea's API below {@code Forge.baseUrl}, and below nothing else. */
final class GiteaConnections {

    /** Of a whole exchange. */
    static final Duration TIME = Duration.ofSeconds(10);

    /** Of an answer; Gitea lists all comments of an issue at once. */
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final String API = "/api/v1";
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,4096}");
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,255}");

    private final HttpClient http;

    GiteaConnections() {
        this(TIME, MAX_BYTES);
    }

    GiteaConnections(Duration time, int maxBytes) {
        this.http = new BoundedHttpClient(time, maxBytes);
    }

    /**
     * The API of {@code forge}, asked with its credential.
     *
     * @throws ForgeSettingException if URL, owner, name or credential cannot be right
     */
    GiteaApi open(Forge forge) {
        String token = token(forge);
        ApiClient client = new BoundedApiClient(http);
        client.updateBaseUri(baseUrl(forge) + API);
        client.setRequestInterceptor(request -> authorize(request, token));
        return new GiteaApi(client);
    }

    /**
     * A plain text of the API, read as UTF-8.
     *
     * @param path below {@code /api/v1}, without anything that needs escaping
     * @throws ForgeSettingException as {@link #open} does
     */
    String text(Forge forge, String path) throws ApiException {
        String token = token(forge);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(baseUrl(forge) + API + path)).header("Accept", "text/plain");
        authorize(request, token);
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            String text = new String(answer.body(), StandardCharsets.UTF_8);
            if (answer.statusCode() != 200) {
                throw new ApiException(answer.statusCode(), "no text", answer.headers(), text);
            }
            return text;
        } catch (IOException e) {
            throw new ApiException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(e);
        }
    }

    private static void authorize(HttpRequest.Builder request, String token) {
        if (!token.isEmpty()) {
            request.header("Authorization", "token " + token);
        }
    }

    private static String token(Forge forge) {
        if (!isName(forge.owner()) || !isName(forge.name())) {
            throw new ForgeSettingException("spec.forge of the repository names no owner and name");
        }
        String token = forge.credential()
                .map(SecretValue::revealText)
                .map(String::strip)
                .orElse("");
        if (!token.isEmpty() && !TOKEN.matcher(token).matches()) {
            throw new ForgeSettingException(
                    "the repository's credential is no API token: it has spaces or control characters");
        }
        return token;
    }

    /**
     * The API of {@code forge} in plain JSON.
     *
     * @throws ForgeSettingException if URL or credential cannot be right
     */
    JsonApi json(Forge forge) {
        return new JsonApi(http, forge, URI.create(baseUrl(forge) + API + "/"), token(forge));
    }

    /** The forge's address without a slash at its end. */
    static String baseUrl(Forge forge) {
        try {
            URI uri = new URI(forge.baseUrl());
            boolean plain = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if (plain && uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
                return forge.baseUrl().replaceAll("/+$", "");
            }
        } catch (URISyntaxException e) {
            throw new ForgeSettingException("spec.forge.baseUrl of the repository is no URL");
        }
        throw new ForgeSettingException(
                "spec.forge.baseUrl of the repository must be http:// or https:// with a host, without user, query or fragment");
    }

    /** Whether {@code text} can stand in a path of the API. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The generated client on the bounded one. */
    private static final class BoundedApiClient extends ApiClient {

        private final HttpClient bounded;

        BoundedApiClient(HttpClient bounded) {
            this.bounded = bounded;
        }

        @Override
        public HttpClient getHttpClient() {
            return bounded;
        }
    }
}
