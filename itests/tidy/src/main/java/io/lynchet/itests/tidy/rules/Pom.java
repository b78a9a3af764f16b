// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.RepoFile;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** As much of a pom as the rules need. */
public final class Pom {

    /** One dependency as written: what is not written is empty. */
    record Dependency(String group, String artifact, String version, String scope) {}

    private Pom() {}

    /** The dependencies of the project itself, not those managed, and not those of plugins. */
    static List<Dependency> dependencies(RepoFile pom) {
        List<Dependency> found = new ArrayList<>();
        NodeList all = root(pom).getElementsByTagName("dependency");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (element.getParentNode().getParentNode().getNodeName().equals("project")) {
                found.add(new Dependency(
                        child(element, "groupId"),
                        child(element, "artifactId"),
                        child(element, "version"),
                        child(element, "scope")));
            }
        }
        return found;
    }

    /** What the project says of itself, on one line; empty when it says nothing. */
    public static String description(RepoFile pom) {
        NodeList children = root(pom).getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i).getNodeName().equals("description")) {
                return children.item(i).getTextContent().strip().replaceAll("\\s+", " ");
            }
        }
        return "";
    }

    private static Element root(RepoFile pom) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(pom.text())))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException(pom.path() + " is not a pom: " + e.getMessage(), e);
        }
    }

    private static String child(Element element, String name) {
        NodeList found = element.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }
}
