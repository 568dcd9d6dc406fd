package io.jenkins.plugins.krate.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people install: one file with the plugin, Krate, its libraries out of everybody's way, and nothing else. */
final class HpiIT {

    private static final Path HPI = Places.plugin("offline/target/krate.hpi");
    private static final String PLUGIN = "WEB-INF/lib/krate.jar";
    private static final String CORE = "WEB-INF/lib/krate-jenkins-core-0.1.0-SNAPSHOT.jar";
    private static final int JAVA_17 = 61;
    private static final Pattern LIBRARY = Pattern.compile("\\| `([^`]+)` \\|");

    private static Attributes manifest;
    private static final Map<String, byte[]> JARS = new TreeMap<>();

    @BeforeAll
    static void open() throws IOException {
        try (JarFile hpi = new JarFile(HPI.toFile())) {
            manifest = hpi.getManifest().getMainAttributes();
            for (ZipEntry entry : hpi.stream().filter(one -> !one.isDirectory()).toList()) {
                try (InputStream in = hpi.getInputStream(entry)) {
                    JARS.put(entry.getName(), in.readAllBytes());
                }
            }
        }
    }

    @Test
    void itHoldsTheManifestAndTwoJars() {
        assertThat(JARS.keySet()).containsExactly("META-INF/MANIFEST.MF", CORE, PLUGIN);
    }

    @Test
    void theManifestTellsJenkinsWhatItIs() {
        assertThat(manifest.getValue("Short-Name")).isEqualTo("krate");
        assertThat(manifest.getValue("Long-Name")).isEqualTo("Krate");
        assertThat(manifest.getValue("Group-Id")).isEqualTo("io.jenkins.plugins");
        assertThat(manifest.getValue("Plugin-Version")).isEqualTo("0.1.0-SNAPSHOT");
        assertThat(manifest.getValue("Jenkins-Version")).isEqualTo("2.492.3");
        assertThat(manifest.getValue("Plugin-Dependencies").split(",", -1))
                .allMatch(one -> one.matches("[a-z-]+:[^:;]+(;resolution:=optional)?"))
                .anyMatch(one -> one.startsWith("workflow-step-api:"))
                .anyMatch(one -> one.startsWith("junit:") && one.endsWith(";resolution:=optional"));
    }

    @Test
    void jenkinsSavesClassesOfBothJars() throws IOException {
        assertThat(manifestOf(PLUGIN).getValue("Short-Name")).isEqualTo("krate");
        assertThat(manifestOf(PLUGIN).getValue("Plugin-Version")).isEqualTo("0.1.0-SNAPSHOT");
        assertThat(manifestOf(PLUGIN).getValue("Jenkins-Version")).isEqualTo("2.492.3");
        assertThat(manifestOf(CORE).getValue("Jenkins-ClassFilter-Whitelisted")).isEqualTo("true");
    }

    @Test
    void noLibraryIsWhereAnotherPluginsVersionCouldBe() throws IOException {
        assertThat(classes(CORE))
                .allMatch(name -> name.startsWith("ai/a5c/krate/") || name.startsWith("org/sqlite/"))
                .anyMatch(name -> name.startsWith("ai/a5c/krate/shaded/com/fasterxml/"))
                .contains("org/sqlite/JDBC.class", "ai/a5c/krate/json/Json.class");
        assertThat(classes(PLUGIN)).isNotEmpty().allMatch(name -> name.startsWith("io/jenkins/plugins/krate/"));
    }

    @Test
    void everythingRunsOnJava17() throws IOException {
        List<String> newer = new ArrayList<>();
        for (String jar : List.of(CORE, PLUGIN)) {
            each(jar, (name, bytes) -> {
                if (name.endsWith(".class") && version(bytes) > JAVA_17) {
                    newer.add(name);
                }
            });
        }
        assertThat(newer).isEmpty();
    }

    @Test
    void theExtensionsAreInTheIndex() throws IOException {
        String index = text(PLUGIN, "META-INF/annotations/hudson.Extension.txt");
        assertThat(index)
                .contains(
                        "io.jenkins.plugins.krate.config.KrateGlobalConfiguration", "KrateDispatchStep$DescriptorImpl");
        assertThat(text(PLUGIN, "META-INF/annotations/hudson.Extension")).isNotEmpty();
        assertThat(text(PLUGIN, "META-INF/services/annotations/org.jenkinsci.Symbol"))
                .contains("KrateGlobalConfiguration");
        assertThat(text(PLUGIN, "index.jelly")).contains("Lets failed builds ask for help");
    }

    @Test
    void everyLibraryAndItsLicenceIsNamed() throws IOException {
        Set<String> inside = new TreeSet<>();
        Pattern properties = Pattern.compile("META-INF/maven/([^/]+)/([^/]+)/pom\\.properties");
        each(
                CORE,
                (name, bytes) -> properties
                        .matcher(name)
                        .results()
                        .forEach(one -> inside.add(one.group(1) + ":" + one.group(2))));
        inside.removeIf(name -> name.startsWith("ai.a5c.krate:"));
        String notice = text(CORE, "META-INF/THIRD-PARTY.md");
        assertThat(inside).isNotEmpty();
        assertThat(LIBRARY.matcher(notice).results().map(one -> one.group(1)).collect(Collectors.toSet()))
                .containsAll(inside);
        assertThat(text(CORE, "META-INF/LICENSE")).contains("Apache License");
    }

    @Test
    void itHasNoMoreThanThirtyMegabytes() throws IOException {
        assertThat(Files.size(HPI)).isBetween(10_000_000L, 30_000_000L);
    }

    private static List<String> classes(String jar) throws IOException {
        List<String> names = new ArrayList<>();
        each(jar, (name, bytes) -> names.add(name));
        return names.stream().filter(name -> name.endsWith(".class")).toList();
    }

    private static String text(String jar, String wanted) throws IOException {
        StringBuilder text = new StringBuilder();
        each(jar, (name, bytes) -> {
            if (name.equals(wanted)) {
                text.append(new String(bytes, StandardCharsets.UTF_8));
            }
        });
        return text.toString();
    }

    private static Attributes manifestOf(String jar) throws IOException {
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(JARS.get(jar)))) {
            return in.getManifest().getMainAttributes();
        }
    }

    private static int version(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            in.readInt();
            in.readUnsignedShort();
            return in.readUnsignedShort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void each(String jar, Entry take) throws IOException {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(JARS.get(jar)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.isDirectory()) {
                    take.take(entry.getName(), in.readAllBytes());
                }
            }
        }
    }

    /** Takes one file of a jar. */
    private interface Entry {

        void take(String name, byte[] bytes);
    }
}
