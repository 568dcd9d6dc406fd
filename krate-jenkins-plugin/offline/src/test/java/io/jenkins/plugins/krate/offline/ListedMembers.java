package io.jenkins.plugins.krate.offline;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The members and types of Jenkins in signatures.txt: what was read from the real classes, and what is believed. */
final class ListedMembers {

    /** {@code owner/Type.name:descriptor}. */
    private static final Pattern CALLED = Pattern.compile("([\\w/$]+)\\.([\\w<>]+):(\\S+)");

    /** {@code owner.Type :: declaration; descriptor}. */
    private static final Pattern DECLARED = Pattern.compile("([\\w.$]+) :: (?:.*[ .])?([\\w<>]+)\\(.*;\\s+(\\(\\S*)");

    private static final Pattern TYPE = Pattern.compile("L([\\w/$]+);");
    private static final Pattern TYPE_LINE = Pattern.compile("[\\w$]+(/[\\w$]+)+");

    private final Map<String, Set<String>> owners;
    private final Set<String> types = new TreeSet<>();

    private ListedMembers(List<String> lines) {
        owners = lines.stream()
                .flatMap(ListedMembers::member)
                .collect(groupingBy(Member::key, mapping(Member::owner, toSet())));
        owners.values().forEach(types::addAll);
        for (String line : lines) {
            if (TYPE_LINE.matcher(line).matches()) {
                types.add(line.replace('/', '.'));
            }
            TYPE.matcher(line)
                    .results()
                    .forEach(found -> types.add(found.group(1).replace('/', '.')));
        }
    }

    static ListedMembers read() throws IOException {
        return of(Places.plugin("signatures/signatures.txt"));
    }

    static ListedMembers of(Path file) throws IOException {
        return new ListedMembers(Files.readAllLines(file));
    }

    /** Whether the member is listed for the type, one below it or one above it. */
    boolean has(JavaClass owner, String name, String descriptor) {
        return owners.getOrDefault(name + ":" + descriptor, Set.of()).stream()
                .anyMatch(listed -> owner.isAssignableTo(listed)
                        || owner.getAllSubclasses().stream()
                                .anyMatch(below -> below.getName().equals(listed)));
    }

    boolean hasType(String name) {
        return types.contains(name);
    }

    private static Stream<Member> member(String line) {
        Matcher called = CALLED.matcher(line);
        if (called.matches()) {
            return Stream.of(new Member(called.group(1).replace('/', '.'), called.group(2), called.group(3)));
        }
        Matcher declared = DECLARED.matcher(line);
        return declared.matches()
                ? Stream.of(new Member(declared.group(1), declared.group(2), declared.group(3)))
                : Stream.of();
    }

    private record Member(String owner, String name, String descriptor) {

        private String key() {
            return name + ":" + descriptor;
        }
    }
}
