package io.jenkins.plugins.krate.standin;

import ai.a5c.krate.json.Json;
import java.util.Map;

/**
 * A request as it arrived.
 *
 * @param headers names in lower case
 */
public record Asked(String method, String path, Map<String, String> headers, String body) {

    /** The JSON object in the body. */
    public Map<String, Object> json() {
        return Json.readObject(body);
    }

    /** The header, or empty text. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Method and path. */
    public String line() {
        return method + " " + path;
    }

    @Override
    public String toString() {
        return line() + " " + body;
    }
}
