package ai.a5c.krate.render;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The two ways to write an OpenAPI document down: as version 2 and as version 3. */
enum ApiForm {
    V2("#/definitions/") {
        @Override
        Map<String, Object> parameter(Parameter parameter) {
            return parameter.base().with("type", parameter.type()).map();
        }

        @Override
        Node operation(Node operation, List<Map<String, Object>> parameters, String body) {
            Stream<Map<String, Object>> all = body.isEmpty()
                    ? parameters.stream()
                    : Stream.concat(parameters.stream(), Stream.of(bodyParameter(body)));
            return operation
                    .with("parameters", all.toList())
                    .with("consumes", consumed(operation))
                    .with("produces", List.of(JSON));
        }

        private Map<String, Object> bodyParameter(String body) {
            return Node.of("name", "body")
                    .with("in", "body")
                    .with("required", true)
                    .with("schema", reference(body))
                    .map();
        }

        @Override
        Node response(String schema) {
            return Node.of("description", "OK").with("schema", reference(schema));
        }
    },
    V3("#/components/schemas/") {
        @Override
        Map<String, Object> parameter(Parameter parameter) {
            return parameter.base().with("schema", Node.typed(parameter.type())).map();
        }

        @Override
        Node operation(Node operation, List<Map<String, Object>> parameters, String body) {
            Node content = new Node();
            consumed(operation).forEach(type -> content.with(type, Node.of("schema", reference(body))));
            operation.with("parameters", parameters);
            return body.isEmpty()
                    ? operation
                    : operation.with("requestBody", Node.of("content", content).with("required", true));
        }

        @Override
        Node response(String schema) {
            return Node.of("description", "OK")
                    .with(
                            "content",
                            Node.of(JSON, Node.of("schema", reference(schema)).map()));
        }
    };

    static final String JSON = "application/json";
    private static final List<String> PATCHES =
            List.of("application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json");

    private final String prefix;

    ApiForm(String prefix) {
        this.prefix = prefix;
    }

    Node reference(String schema) {
        return Node.of("$ref", prefix + schema);
    }

    abstract Map<String, Object> parameter(Parameter parameter);

    /** Completes an operation; an empty body is none. */
    abstract Node operation(Node operation, List<Map<String, Object>> parameters, String body);

    abstract Node response(String schema);

    private static List<String> consumed(Node operation) {
        boolean patch = "patch".equals(operation.map().get("x-kubernetes-action"));
        return patch ? PATCHES : List.of(JSON);
    }

    /**
     * A parameter of a request.
     *
     * @param in {@code path} or {@code query}
     */
    record Parameter(String name, String in, String type, String description) {

        private Node base() {
            Node node = Node.of("name", name).with("in", in).with("description", description);
            return in.equals("path") ? node.with("required", true) : node;
        }
    }
}
