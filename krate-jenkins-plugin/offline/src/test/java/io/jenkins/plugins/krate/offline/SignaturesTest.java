package io.jenkins.plugins.krate.offline;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import hudson.Extension;
import io.jenkins.plugins.krate.engine.KrateEngine;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The signatures that the plugin is compiled against are Jenkins' own: each member is in the list, letter by letter. */
final class SignaturesTest {

    private static final Map<String, String> PRIMITIVES = Map.of(
            "void", "V", "boolean", "Z", "byte", "B", "short", "S", "int", "I", "long", "J", "float", "F", "double",
            "D");

    private static final JavaClasses CLASSES =
            new ClassFileImporter().importUrls(List.of(home(Extension.class), home(KrateEngine.class)));

    private static ListedMembers listed;

    @BeforeAll
    static void read() throws IOException {
        listed = ListedMembers.read();
    }

    @Test
    void everyTypeOfTheSignaturesIsListed() {
        assertThat(signatures().map(JavaClass::getName).filter(name -> !listed.hasType(name)))
                .isEmpty();
    }

    @Test
    void everyMemberOfTheSignaturesIsListedWithItsDescriptor() {
        Set<String> unknown = new TreeSet<>();
        signatures()
                .filter(type -> !type.isAnnotation())
                .flatMap(type -> type.getMembers().stream())
                .filter(SignaturesTest::isSeen)
                .filter(member -> !isListed(member))
                .forEach(member -> unknown.add(text(member.getOwner(), member.getName(), member.getDescriptor())));
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyMemberThatThePluginUsesIsListedWithItsDescriptor() {
        Set<String> unknown = new TreeSet<>();
        plugin().flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(access -> isSignature(access.getTargetOwner()))
                .filter(access -> !isListed(access.getTarget()))
                .map(JavaAccess::getTarget)
                .forEach(target -> unknown.add(text(target.getOwner(), target.getName(), descriptor(target))));
        assertThat(unknown).isEmpty();
    }

    @Test
    void thePluginUsesManyOfThem() {
        assertThat(plugin().flatMap(type -> type.getAccessesFromSelf().stream())
                        .filter(access -> isSignature(access.getTargetOwner())))
                .hasSizeGreaterThan(50);
    }

    private static boolean isSeen(JavaMember member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        boolean implied =
                member.getName().equals("<init>") && member.getDescriptor().equals("()V");
        return !modifiers.contains(JavaModifier.PRIVATE)
                && !modifiers.contains(JavaModifier.SYNTHETIC)
                && !modifiers.contains(JavaModifier.BRIDGE)
                && !implied
                && !member.getName().equals("<clinit>")
                && !member.getName().equals("serialVersionUID")
                && !(member.getOwner().isEnum() && Set.of("values", "valueOf").contains(member.getName()));
    }

    private static boolean isListed(JavaMember member) {
        return isListed(member.getOwner(), member.getName(), member.getDescriptor());
    }

    private static boolean isListed(AccessTarget target) {
        return isListed(target.getOwner(), target.getName(), descriptor(target));
    }

    /** Listed itself, or as what it overrides. */
    private static boolean isListed(JavaClass owner, String name, String descriptor) {
        return listed.has(owner, name, descriptor)
                || Stream.concat(owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
                        .anyMatch(above -> isListedOrOfJava(above, name, descriptor));
    }

    private static boolean isListedOrOfJava(JavaClass above, String name, String descriptor) {
        return isSignature(above)
                ? listed.has(above, name, descriptor)
                : above.getMembers().stream()
                        .anyMatch(member -> !name.equals("<init>")
                                && member.getName().equals(name)
                                && member.getDescriptor().equals(descriptor));
    }

    private static String descriptor(AccessTarget target) {
        if (target instanceof AccessTarget.FieldAccessTarget field) {
            return descriptor(field.getRawType());
        }
        var code = (AccessTarget.CodeUnitAccessTarget) target;
        return code.getRawParameterTypes().stream()
                        .map(SignaturesTest::descriptor)
                        .collect(joining("", "(", ")"))
                + descriptor(code.getRawReturnType());
    }

    private static String descriptor(JavaClass type) {
        if (type.isPrimitive()) {
            return Objects.requireNonNull(PRIMITIVES.get(type.getName()));
        }
        String name = type.getName().replace('.', '/');
        return type.isArray() ? name : "L" + name + ";";
    }

    private static String text(JavaClass owner, String name, String descriptor) {
        return owner.getName().replace('.', '/') + "." + name + ":" + descriptor;
    }

    private static Stream<JavaClass> signatures() {
        return CLASSES.stream().filter(SignaturesTest::isSignature);
    }

    private static Stream<JavaClass> plugin() {
        return CLASSES.stream().filter(type -> type.getPackageName().startsWith("io.jenkins.plugins.krate"));
    }

    private static boolean isSignature(JavaClass type) {
        return CLASSES.contain(type.getName()) && !type.getPackageName().startsWith("io.jenkins.plugins.krate");
    }

    private static URL home(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
