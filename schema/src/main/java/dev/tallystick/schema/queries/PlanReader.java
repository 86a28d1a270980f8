package dev.tallystick.schema.queries;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// Reads `EXPLAIN (VERBOSE, FORMAT XML)`: the one structured format that the JDK has a parser for.
final class PlanReader {
  private final List<Plan.Scan> scans = new ArrayList<>();

  private PlanReader() {}

  static Plan read(String xml) {
    var plan = child(child(root(xml), "Query"), "Plan");
    if (plan == null) throw new IllegalStateException("PostgreSQL explained nothing: " + xml);
    var reader = new PlanReader();
    reader.walk(plan, "", "");
    return new Plan(Double.parseDouble(text(plan, "Total-Cost")), List.copyOf(reader.scans));
  }

  private static Element root(String xml) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      var source = new InputSource(new StringReader(xml));
      return factory.newDocumentBuilder().parse(source).getDocumentElement();
    } catch (ParserConfigurationException | SAXException | IOException failure) {
      throw new IllegalStateException("PostgreSQL's XML is always XML", failure);
    }
  }

  /// @param schema of the table that the nodes above are about
  private void walk(Element node, String schema, String table) {
    var type = text(node, "Node-Type");
    var ownTable = text(node, "Relation-Name");
    var inSchema = ownTable.isEmpty() ? schema : text(node, "Schema");
    var inTable = ownTable.isEmpty() ? table : ownTable;
    var index = text(node, "Index-Name");
    double cost = Double.parseDouble(text(node, "Total-Cost"));
    if (!index.isEmpty()) {
      scans.add(new Plan.Scan(inSchema, inTable, index, false, cost));
    } else if (type.equals("Seq Scan") || type.equals("Sample Scan")) {
      var isFiltered = !text(node, "Filter").isEmpty();
      scans.add(new Plan.Scan(inSchema, inTable, null, isFiltered, cost));
    }
    for (var arbiter : items(child(node, "Conflict-Arbiter-Indexes"))) {
      scans.add(new Plan.Scan(inSchema, inTable, arbiter.getTextContent(), false, 0));
    }
    for (var below : items(child(node, "Plans"))) walk(below, inSchema, inTable);
  }

  private static List<Element> items(@Nullable Element parent) {
    var items = new ArrayList<Element>();
    if (parent == null) return items;
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) items.add(element);
    }
    return items;
  }

  private static @Nullable Element child(@Nullable Element parent, String name) {
    return items(parent).stream()
        .filter(element -> element.getTagName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static String text(Element parent, String name) {
    var child = child(parent, name);
    return child == null ? "" : child.getTextContent();
  }
}
