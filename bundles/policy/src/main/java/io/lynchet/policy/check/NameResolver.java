// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.check;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.json.DidYouMean;
import io.lynchet.policy.syntax.SyntaxNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The resolver of names. For an unknown name it reports the known ones. */
final class NameResolver {
    private final ExpressionScope scope;
    private final FindingCollector findings;

    NameResolver(ExpressionScope scope, FindingCollector findings) {
        this.scope = scope;
        this.findings = findings;
    }

    Term resolve(SyntaxNode.Path path) {
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

    /** Returns the entity of an {@code exists}, or null after an error. */
    Entity entity(SyntaxNode.Part name) {
        Entity entity = scope.schema().entityOrNull(name.name());
        if (entity != null && !entity.system()) {
            return entity;
        }
        List<String> known = scope.schema().entities().stream()
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

    Term unknownCall(SyntaxNode.Call call) {
        boolean auth = call.name().root().equals("auth");
        return findings.broken(
                "POLICY_NAME_UNKNOWN",
                call.span(),
                "'" + call.name().text() + "' can't be called",
                auth ? "auth has the calls hasRole and hasAnyRole" : "functions have a plain name");
    }

    private Term bare(SyntaxNode.Path path) {
        SyntaxNode.Part part = path.parts().get(0);
        if (part.name().equals("now")) {
            return new Term.Now(path.span());
        }
        if (scope.inner() != null) {
            Field field = scope.inner().fieldOrNull(part.name());
            return field != null
                    ? new Term.FieldOf(Term.Place.INNER, field, path.span())
                    : unknownField(scope.inner(), part, "");
        }
        if (part.name().equals("auth")
                || part.name().equals("data")
                || part.name().equals("existing")) {
            return findings.broken(
                    "POLICY_SYNTAX", part.span(), "expected '.' and a name after '" + part.name() + "'", null);
        }
        boolean field = scope.entity() != null && scope.entity().fieldOrNull(part.name()) != null;
        return findings.broken(
                "POLICY_NAME_UNKNOWN",
                part.span(),
                "'" + part.name() + "' is unknown here",
                field ? "fields of the row are written data." + part.name() : "text is written in quotes");
    }

    private Term auth(SyntaxNode.Path path) {
        SyntaxNode.Part member = path.parts().get(1);
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
                ? "auth." + member.name() + " has no members"
                : near(member.name(), AuthValue.members(), "auth.");
        return findings.broken("POLICY_NAME_UNKNOWN", member.span(), "there is no '" + path.text() + "'", hint);
    }

    private Term row(SyntaxNode.Path path, Term.Place place) {
        if (scope.action()) {
            return findings.broken(
                    "POLICY_NAME_UNKNOWN",
                    path.span(),
                    "an action policy has no row, so there is no '" + path.text() + "'",
                    "the action's input is written input.name");
        }
        SyntaxNode.Part name = path.parts().get(1);
        Field field = scope.entity().fieldOrNull(name.name());
        if (field == null) {
            return unknownField(scope.entity(), name, path.root() + ".");
        }
        if (path.parts().size() > 2) {
            return findings.broken("POLICY_TYPE", path.parts().get(2).span(), noParts(path, field), partsHint(field));
        }
        return new Term.FieldOf(place, field, path.span());
    }

    private static String noParts(SyntaxNode.Path path, Field field) {
        return path.root() + "." + field.name() + " is of type " + field.type() + ", whose members a policy can't read";
    }

    private static String partsHint(Field field) {
        return field.type().kind() == FieldType.Kind.REFERENCE
                ? "write exists(" + field.type().target() + " where id == data." + field.name() + " && ...)"
                : null;
    }

    private Term input(SyntaxNode.Path path) {
        if (!scope.action()) {
            return findings.broken(
                    "POLICY_NAME_UNKNOWN",
                    path.span(),
                    "'input' exists in action policies only",
                    "the row is written data.name");
        }
        return new Term.Input(
                path.parts().stream().skip(1).map(SyntaxNode.Part::name).toList(), path.span());
    }

    private Term unknownRoot(SyntaxNode.Path path) {
        SyntaxNode.Part root = path.parts().get(0);
        if (scope.inner() != null && root.name().equals(scope.inner().name())) {
            return findings.broken(
                    "POLICY_NAME_UNKNOWN",
                    root.span(),
                    "inside exists the fields of " + root.name() + " stand alone",
                    "write " + path.parts().get(1).name());
        }
        List<String> roots = new ArrayList<>(List.of("auth"));
        roots.addAll(scope.action() ? List.of("input") : List.of("data", "existing"));
        return findings.broken(
                "POLICY_NAME_UNKNOWN",
                root.span(),
                "'" + root.name() + "' is unknown here",
                near(root.name(), roots, ""));
    }

    private Term unknownField(Entity entity, SyntaxNode.Part name, String prefix) {
        Collection<String> known = entity.fields().stream().map(Field::name).toList();
        String hint = near(name.name(), known, prefix);
        if (prefix.isEmpty() && scope.entity() != null && scope.entity().fieldOrNull(name.name()) != null) {
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
