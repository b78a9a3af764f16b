// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Finds every configuration key of a bundle: in its metatype, and the {@code .target} of each of its references. */
final class MetatypeReader {
    private final List<Setting> settings = new ArrayList<>();

    static List<Setting> read(Artifact artifact) throws IOException {
        MetatypeReader reader = new MetatypeReader();
        try (JarFile jar = new JarFile(artifact.file().toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().startsWith("OSGI-INF/") && entry.getName().endsWith(".xml")) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        reader.read(parse(in));
                    }
                }
            }
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException("cannot read the metatype of " + artifact.id(), e);
        }
        return reader.settings;
    }

    private static Document parse(InputStream in) throws ParserConfigurationException, SAXException, IOException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(in);
    }

    private void read(Document document) {
        Element root = document.getDocumentElement();
        if ("MetaData".equals(root.getLocalName())) {
            readMetatype(root);
        } else if ("component".equals(root.getLocalName())) {
            readComponent(root);
        }
    }

    private void readMetatype(Element root) {
        Map<String, String> pids = new HashMap<>();
        for (Element designate : elements(root, "Designate")) {
            String pid = designate.hasAttribute("factoryPid")
                    ? designate.getAttribute("factoryPid")
                    : designate.getAttribute("pid");
            elements(designate, "Object").forEach(object -> pids.put(object.getAttribute("ocdref"), pid));
        }
        for (Element definition : elements(root, "OCD")) {
            String id = definition.getAttribute("id");
            for (Element attribute : elements(definition, "AD")) {
                settings.add(setting(pids.getOrDefault(id, id), attribute));
            }
        }
    }

    private static Setting setting(String pid, Element attribute) {
        List<String> options = elements(attribute, "Option").stream()
                .map(option -> option.getAttribute("value"))
                .toList();
        return new Setting(
                pid,
                attribute.getAttribute("id"),
                attribute.getAttribute("type"),
                attribute.hasAttribute("cardinality") && !"0".equals(attribute.getAttribute("cardinality")),
                orNull(attribute, "default"),
                orNull(attribute, "min"),
                orNull(attribute, "max"),
                options,
                attribute.getAttribute("description"));
    }

    private void readComponent(Element root) {
        String name = root.getAttribute("name");
        String pid = root.hasAttribute("configuration-pid") ? root.getAttribute("configuration-pid") : name;
        for (Element reference : elements(root, "reference")) {
            settings.add(new Setting(
                    pid.split(" ")[0].replace("$", name),
                    reference.getAttribute("name") + ".target",
                    "String",
                    false,
                    orNull(reference, "target"),
                    null,
                    null,
                    List.of(),
                    "Which of several providers serves, as an LDAP filter on service properties."));
        }
    }

    private static String orNull(Element element, String attribute) {
        return element.hasAttribute(attribute) ? element.getAttribute(attribute) : null;
    }

    private static List<Element> elements(Element parent, String localName) {
        NodeList nodes = parent.getElementsByTagNameNS("*", localName);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
