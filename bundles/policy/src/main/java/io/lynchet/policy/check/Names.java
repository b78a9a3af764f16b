// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.check;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.json.DidYouMean;
import io.lynchet.policy.syntax.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Finds what a name stands for, and says what is there when it stands for nothing. */
final class Names {
    private final Surroundings around;
    private final Findings findings;

    Names(Surroundings around, Findings findings) {
        this.around = around;
        this.findings = findings;
    }

    Term resolve(Node.Path path) {
        if (path.parts().size() == 1) {
            return bare(path);
        }
        return switch (path.root()) {
            case "auth" -> auth(path);
            case "data" -> row(path, Term.Place.DATA);
            case "existing" -> row(path, Term.Place.EXISTING);
            case "input" -> input(path);
            default -> unknownRoot(path);
        };
    }

    /** The entity of an {@code exists}; after an error, null. */
    Entity entity(Node.Part name) {
        Entity entity = around.schema().entityOrNull(name.name());
        if (entity != null && !entity.system()) {
            return entity;
        }
        List<String> known = around.schema().entities().stream()
                .filter(each -> !each.system())
                .map(Entity::name)
                .toList();
        findings.error(
                "POLICY_ENTITY_UNKNOWN",
                name.span(),
                "there is no entity '" + name.name() + "'",
                near(name.name(), known, ""));
        return null;
    }

    Term unknownCall(Node.Call call) {
        boolean auth = call.name().root().equals("auth");
        return findings.broken(
                "POLICY_NAME_UNKNOWN",
                call.span(),
                "'" + call.name().text() + "' can't be called",
                auth ? "auth has the calls hasRole and hasAnyRole" : "functions have a plain name");
    }

    private Term bare(Node.Path path) {
        Node.Part part = path.parts().get(0);
        if (part.name().equals("now")) {
            return new Term.Now(path.span());
        }
        if (around.inner() != null) {
            Field field = around.inner().fieldOrNull(part.name());
            return field != null
                    ? new Term.FieldOf(Term.Place.INNER, field, path.span())
                    : unknownField(around.inner(), part, "");
        }
        if (part.name().equals("auth")
                || part.name().equals("data")
                || part.name().equals("existing")) {
            return findings.broken(
                    "POLICY_SYNTAX", part.span(), "expected '.' and a name after '" + part.name() + "'", null);
        }
        boolean field = around.entity() != null && around.entity().fieldOrNull(part.name()) != null;
        return findings.broken(
                "POLICY_NAME_UNKNOWN",
                part.span(),
                "'" + part.name() + "' stands for nothing here",
                field ? "fields of the row are written data." + part.name() : "text is written in quotes");
    }

    private Term auth(Node.Path path) {
        Node.Part member = path.parts().get(1);
        AuthValue value = AuthValue.named(member.name());
        if (value != null && path.parts().size() == 2) {
            return new Term.Auth(value, path.span());
        }
        if (member.name().equals("roles")) {
            return findings.broken(
                    "POLICY_TYPE", path.span(), "auth.roles is a list", "test it with 'editor' in auth.roles");
        }
        if (member.name().equals("hasRole") || member.name().equals("hasAnyRole")) {
            return findings.broken(
                    "POLICY_SYNTAX",
                    path.span(),
                    "expected '(' after auth." + member.name(),
                    "write auth." + member.name() + "('editor')");
        }
        String hint = value != null
                ? "auth." + member.name() + " has no parts"
                : near(member.name(), AuthValue.members(), "auth.");
        return findings.broken("POLICY_NAME_UNKNOWN", member.span(), "there is no '" + path.text() + "'", hint);
    }

    private Term row(Node.Path path, Term.Place place) {
        if (around.action()) {
            return findings.broken(
                    "POLICY_NAME_UNKNOWN",
                    path.span(),
                    "an action policy has no row, so there is no '" + path.text() + "'",
                    "the action's input is written input.name");
        }
        Node.Part name = path.parts().get(1);
        Field field = around.entity().fieldOrNull(name.name());
        if (field == null) {
            return unknownField(around.entity(), name, path.root() + ".");
        }
        if (path.parts().size() > 2) {
            return findings.broken("POLICY_TYPE", path.parts().get(2).span(), noParts(path, field), partsHint(field));
        }
        return new Term.FieldOf(place, field, path.span());
    }

    private static String noParts(Node.Path path, Field field) {
        return path.root() + "." + field.name() + " is of type " + field.type() + ", whose parts can't be looked into";
    }

    private static String partsHint(Field field) {
        return field.type().kind() == FieldType.Kind.REFERENCE
                ? "write exists(" + field.type().target() + " where id == data." + field.name() + " && ...)"
                : null;
    }

    private Term input(Node.Path path) {
        if (!around.action()) {
            return findings.broken(
                    "POLICY_NAME_UNKNOWN",
                    path.span(),
                    "'input' is there in action policies only",
                    "the row is written data.name");
        }
        return new Term.Input(path.parts().stream().skip(1).map(Node.Part::name).toList(), path.span());
    }

    private Term unknownRoot(Node.Path path) {
        Node.Part root = path.parts().get(0);
        if (around.inner() != null && root.name().equals(around.inner().name())) {
            return findings.broken(
                    "POLICY_NAME_UNKNOWN",
                    root.span(),
                    "inside exists the fields of " + root.name() + " stand alone",
                    "write " + path.parts().get(1).name());
        }
        List<String> roots = new ArrayList<>(List.of("auth"));
        roots.addAll(around.action() ? List.of("input") : List.of("data", "existing"));
        return findings.broken(
                "POLICY_NAME_UNKNOWN",
                root.span(),
                "'" + root.name() + "' stands for nothing here",
                near(root.name(), roots, ""));
    }

    private Term unknownField(Entity entity, Node.Part name, String prefix) {
        Collection<String> known = entity.fields().stream().map(Field::name).toList();
        String hint = near(name.name(), known, prefix);
        if (prefix.isEmpty() && around.entity() != null && around.entity().fieldOrNull(name.name()) != null) {
            hint = "the row outside of exists is written data." + name.name();
        }
        return findings.broken(
                "POLICY_FIELD_UNKNOWN", name.span(), entity.name() + " has no field '" + name.name() + "'", hint);
    }

    private static String near(String name, Collection<String> known, String prefix) {
        return DidYouMean.nearest(name, known)
                .map(near -> "did you mean " + prefix + near + "?")
                .orElse(known.size() <= 12 ? "there are " + String.join(", ", known) : null);
    }
}
