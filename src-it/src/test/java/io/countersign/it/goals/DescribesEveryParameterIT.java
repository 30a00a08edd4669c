package io.countersign.it.goals;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.it.harness.MavenRun;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class DescribesEveryParameterIT {
    @TempDir
    Path folder;

    @Test
    void by_the_goal_help() throws Exception {
        MavenRun.Result help = MavenRun.in(folder).with("detail", "true").goal("help");

        assertThat(help.succeeded()).as(help.output()).isTrue();
        SoftAssertions softly = new SoftAssertions();
        List<Element> goals = elements(descriptor(), "mojo");
        assertThat(goals).hasSizeGreaterThan(16);
        for (Element goal : goals) {
            String name = text(goal, "goal");
            softly.assertThat(help.output()).as("help").contains("countersign:" + name);
            softly.assertThat(text(goal, "description")).as(name).isNotBlank();
            for (Element parameter : elements(goal, "parameter")) {
                String what = name + "." + text(parameter, "name");
                if (text(parameter, "editable").equals("true")) {
                    softly.assertThat(text(parameter, "description")).as(what).isNotBlank();
                    softly.assertThat(help.output())
                            .as(what)
                            .containsPattern("(?m)^ +" + text(parameter, "name") + "\\b");
                }
            }
        }
        softly.assertThat(help.output()).doesNotContain("no description available");
        softly.assertAll();
    }

    private static Element descriptor() throws Exception {
        try (InputStream in = DescribesEveryParameterIT.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
        }
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static String text(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }
}
