// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.record;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.Relation;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonTree;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The field that a link sets. For a relation to one it is a field of the source row, for a relation to many one of the
 * target row.
 *
 * @param rowId the id of the row that holds the field
 * @param linked the value of the field while the two rows are linked
 */
record LinkTarget(Entity entity, String rowId, Field field, String linked) {
    /**
     * Links two rows, or removes their link, as the request says.
     *
     * @param done the body of the response
     */
    static Response write(Gate<DataService> data, Request request, boolean linking, byte[] done) {
        return Response.later(data.stage(service -> {
            LinkTarget link = read(service, request, linking);
            return WriteAnswers.write(
                    service,
                    request,
                    List.of(link.setting(linking ? link.linked() : null)),
                    written -> WriteAnswers.stamped(Response.json(200, done.clone()), written));
        }));
    }

    private static LinkTarget read(DataService service, Request request, boolean linking) {
        BodyObject body =
                new BodyObject(JsonTree.read(request.body()), Set.of("entity", "id", "relation", "target_id"));
        String entityName = body.text("entity");
        String id = body.text("id");
        String relationName = body.text("relation");
        String targetId = linking ? body.text("target_id") : body.optionalText("target_id");
        body.throwIfAny();
        Entity source = service.entity(entityName);
        Relation relation = source.relation(relationName).orElseThrow(() -> unknown(source, relationName));
        Field own = source.fieldOrNull(relation.field());
        if (!relation.many() || own != null) {
            requireReference(own, relation, source);
            return new LinkTarget(source, id, own, targetId);
        }
        if (targetId == null) {
            throw new LynchetException(
                    ErrorCode.INVALID_DATA,
                    "The relation \"" + relationName + "\" leads to many rows, so target_id must name one of them.");
        }
        // The link changes the target's field only, so the source must be read here.
        service.get(request.principal(), source, id);
        Entity target = service.entity(relation.target());
        return new LinkTarget(target, targetId, target.fieldOrNull(relation.field()), id);
    }

    private static void requireReference(Field field, Relation relation, Entity source) {
        if (field == null || field.ordinal() == 0 || !field.type().kind().text() || relation.many()) {
            throw new LynchetException(
                    ErrorCode.INVALID_DATA,
                    "The relation \"" + relation.name() + "\" of " + source.name() + " can't be set by a link.");
        }
    }

    private static LynchetException unknown(Entity entity, String name) {
        String known = entity.relations().stream().map(Relation::name).collect(Collectors.joining(", "));
        return new LynchetException(
                ErrorCode.RELATION_NOT_FOUND,
                "Relation \"" + name + "\" not found on entity \"" + entity.name() + "\" -- relations: "
                        + (known.isEmpty() ? "none" : known));
    }

    private Mutation setting(String value) {
        return new Mutation.Update(rowId, new Draft(entity).set(field, value), Mutation.ANY);
    }
}
