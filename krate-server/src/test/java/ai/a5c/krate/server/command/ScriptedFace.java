package ai.a5c.krate.server.command;

import ai.a5c.krate.server.http.HttpServer;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Kubernetes face that answers what it was told to and remembers what it was asked. */
final class ScriptedFace implements AutoCloseable {

    final List<String> asked = new ArrayList<>();
    private final Map<String, String> answers = new LinkedHashMap<>();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(routes -> {
                routes.get("/*", this::answer);
                routes.post("/*", this::answer);
                routes.put("/*", this::answer);
                routes.patch("/*", this::answer);
                routes.delete("/*", this::answer);
            }),
            (code, message, correlationId) -> "");

    ScriptedFace() {
        answers.put("GET /api/orgs/acme", "{\"slug\":\"acme\",\"namespace\":\"acme-space\"}");
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** As {@code on("GET /apis/...?limit=500", "{...}")}; an answer that begins with a number has that status. */
    void on(String request, String answer) {
        answers.put(request, answer);
    }

    private void answer(Context context) {
        String query = Optional.ofNullable(context.queryString()).orElse("");
        String request = context.method() + " " + context.path() + (query.isEmpty() ? "" : "?" + query);
        asked.add(context.body().isEmpty() ? request : request + " " + context.body());
        String answer = answers.getOrDefault(
                request,
                "404 {\"kind\":\"Status\",\"message\":\"%s is not here\",\"reason\":\"NotFound\"}".formatted(request));
        boolean coded = answer.matches("(?s)[0-9]{3} .*");
        context.status(coded ? Integer.parseInt(answer.substring(0, 3)) : 200)
                .contentType("application/json")
                .header(
                        "X-Accepted",
                        Optional.ofNullable(context.header("Accept")).orElse(""))
                .result(coded ? answer.substring(4) : answer);
    }

    @Override
    public void close() {
        server.close();
    }
}
