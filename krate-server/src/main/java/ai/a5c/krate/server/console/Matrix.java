package ai.a5c.krate.server.console;

import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.PermissionReview.RequiredSecret;
import ai.a5c.krate.server.console.MatrixRow.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What each capability of a stack needs, and what a review made of it. */
final class Matrix {

    private Matrix() {}

    static List<MatrixRow> of(PermissionReview review) {
        Map<String, List<Cell>> secrets = new TreeMap<>();
        for (RequiredSecret secret : review.requiredSecrets()) {
            secrets.computeIfAbsent(secret.owner(), owner -> new ArrayList<>()).add(cell(secret));
        }
        return secrets.entrySet().stream()
                .map(entry -> new MatrixRow(entry.getKey(), List.of(), entry.getValue(), List.of()))
                .toList();
    }

    private static Cell cell(RequiredSecret secret) {
        return new Cell(
                secret.name() + ": " + String.join(", ", secret.keys()),
                Badge.of(secret.decision()),
                secret.grant().orElse(""));
    }

    static List<Suggestion> suggestions(PermissionReview review) {
        return review.missingGrants().stream()
                .map(grant -> Suggestion.of(
                        "%s of %s for %s".formatted(String.join(", ", grant.keys()), grant.name(), grant.owner()),
                        grant.yaml()))
                .toList();
    }
}
