package ai.a5c.krate.server.console;

import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.Requirement;
import ai.a5c.krate.server.console.MatrixRow.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What each capability of a stack needs, and what a review made of it. */
final class Matrix {

    private final Map<String, List<Cell>> roles = new TreeMap<>();
    private final Map<String, List<Cell>> secrets = new TreeMap<>();
    private final Map<String, List<Cell>> configs = new TreeMap<>();
    private final Map<String, List<String>> capabilities = new TreeMap<>();

    private Matrix() {}

    static List<MatrixRow> of(PermissionReview review) {
        Matrix matrix = new Matrix();
        review.requirements().forEach(matrix::add);
        review.requiredRoles().forEach(matrix::add);
        review.requiredSecrets()
                .forEach(secret -> cells(matrix.secrets, secret.owner())
                        .add(new Cell(
                                keys(secret.name(), secret.keys()),
                                Badge.of(secret.entry()),
                                secret.grant().orElse(""))));
        review.requiredConfigs()
                .forEach(config -> cells(matrix.configs, config.owner())
                        .add(new Cell(
                                keys(config.name(), config.keys()),
                                Badge.of(config.entry()),
                                config.grant().orElse(""))));
        return matrix.rows(review.leftOut());
    }

    private void add(Requirement requirement) {
        capabilities.put(requirement.owner(), requirement.capabilities());
    }

    private void add(PermissionReview.RequiredRole role) {
        role.owners()
                .forEach(
                        owner -> cells(roles, owner).add(new Cell(role.role(), Badge.of(role.entry()), role.detail())));
    }

    private static List<Cell> cells(Map<String, List<Cell>> cells, String owner) {
        return cells.computeIfAbsent(owner, absent -> new ArrayList<>());
    }

    private static String keys(String name, List<String> keys) {
        return name + ": " + String.join(", ", keys);
    }

    private List<MatrixRow> rows(List<String> leftOut) {
        Map<String, List<String>> owners = new TreeMap<>(capabilities);
        List.of(roles, secrets, configs)
                .forEach(cells -> cells.keySet().forEach(owner -> owners.putIfAbsent(owner, List.of())));
        return owners.entrySet().stream()
                .map(entry -> new MatrixRow(
                        entry.getKey(),
                        leftOut.contains(entry.getKey()),
                        entry.getValue(),
                        roles.getOrDefault(entry.getKey(), List.of()),
                        secrets.getOrDefault(entry.getKey(), List.of()),
                        configs.getOrDefault(entry.getKey(), List.of())))
                .toList();
    }
}
