// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.policy.PolicyRule;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers the manifest, without the expressions of policies and rooms unless an admin asks for them. */
public final class GetManifest implements Route {
    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.GET, "/api/manifest", "Answers the manifest.")
            .tagged("app")
            .taking(new Parameter("full", "boolean", "Whether to show policy expressions; for admins."))
            .schemas(null, Schemas.ROW);
    private static final Set<String> RULES = Set.of("policies", "rooms");
    private static final Set<String> EXPRESSION_KEYS = Stream.concat(
                    Arrays.stream(PolicyRule.Slot.values()).map(PolicyRule.Slot::key),
                    Stream.of("allowJoin", "allowBroadcast"))
            .collect(Collectors.toUnmodifiableSet());

    private final Gate<DataService> data;
    private volatile Blanked last;

    private record Blanked(JsonText original, JsonText blanked) {}

    public GetManifest(Gate<DataService> data) {
        this.data = data;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        boolean full = Parameters.truth(request, "full");
        if (full && !request.principal().admin()) {
            throw new LynchetException(ErrorCode.FORBIDDEN, "Policy expressions are for admins.");
        }
        AppModel app = data.call(DataService::app);
        JsonText document = app.manifest().document();
        return Response.json(200, (full ? document : blanked(document)).text().getBytes(StandardCharsets.UTF_8));
    }

    private JsonText blanked(JsonText document) {
        Blanked known = last;
        if (known == null || !known.original().equals(document)) {
            JsonNode manifest = JsonTree.read(document.text().getBytes(StandardCharsets.UTF_8));
            JsonWriter json = new JsonWriter(4_096);
            blank(json, (JsonNode.ObjectNode) manifest);
            known = new Blanked(document, new JsonText(json.toString()));
            last = known;
        }
        return known.blanked();
    }

    private static void blank(JsonWriter json, JsonNode.ObjectNode manifest) {
        json.beginObject();
        for (JsonNode.Member member : manifest.members()) {
            json.name(member.name());
            if (RULES.contains(member.name()) && member.value() instanceof JsonNode.ArrayNode rules) {
                json.beginArray();
                rules.items().forEach(rule -> blankRule(json, (JsonNode.ObjectNode) rule));
                json.endArray();
            } else {
                json.node(member.value());
            }
        }
        json.endObject();
    }

    private static void blankRule(JsonWriter json, JsonNode.ObjectNode rule) {
        json.beginObject();
        for (JsonNode.Member member : rule.members()) {
            json.name(member.name());
            if (EXPRESSION_KEYS.contains(member.name())) {
                json.value("");
            } else {
                json.node(member.value());
            }
        }
        json.endObject();
    }
}
