package io.jenkins.plugins.krate.offline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A pom as it is written, with its properties put in. */
final class Pom {

    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    private final Element project;

    private Pom(Element project) {
        this.project = project;
    }

    static Pom of(Path file) throws IOException, ParserConfigurationException, SAXException {
        return new Pom(DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement());
    }

    /** The text at a path such as {@code parent/version}; empty if there is nothing. */
    String text(String path) {
        return elements(path).findFirst().map(this::value).orElse("");
    }

    List<String> texts(String path) {
        return elements(path).map(this::value).toList();
    }

    /** The texts of all elements of that name, wherever they are. */
    List<String> anywhere(String name) {
        NodeList found = project.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(at -> value((Element) found.item(at)))
                .toList();
    }

    List<Dependency> dependencies() {
        return elements("dependencies/dependency")
                .map(one -> new Dependency(
                        child(one, "groupId"), child(one, "artifactId"), child(one, "scope"), child(one, "optional")))
                .toList();
    }

    private String child(Element parent, String name) {
        return children(parent, name).findFirst().map(this::value).orElse("");
    }

    private Stream<Element> elements(String path) {
        Stream<Element> found = Stream.of(project);
        for (String name : path.split("/", -1)) {
            found = found.flatMap(parent -> children(parent, name));
        }
        return found;
    }

    private static Stream<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE
                        && node.getNodeName().equals(name))
                .map(Element.class::cast);
    }

    private String value(Element element) {
        Matcher found = PROPERTY.matcher(element.getTextContent().strip());
        return found.replaceAll(one -> Matcher.quoteReplacement(property(one.group(1), one.group())));
    }

    private String property(String name, String written) {
        return switch (name) {
            case "project.artifactId" -> text("artifactId");
            case "project.version" -> text("parent/version");
            default ->
                children(children(project, "properties").findFirst().orElseThrow(), name)
                        .findFirst()
                        .map(this::value)
                        .orElse(written);
        };
    }

    /** One dependency. */
    record Dependency(String group, String artifact, String scope, String optional) {

        boolean isShipped() {
            return scope.isEmpty() || scope.equals("compile") || scope.equals("runtime");
        }

        boolean isPlugin() {
            return group.startsWith("org.jenkins-ci.") || group.equals("io.jenkins");
        }

        /** As in a manifest, without the version. */
        String unversioned() {
            return optional.equals("true") ? artifact + ";resolution:=optional" : artifact;
        }
    }
}
