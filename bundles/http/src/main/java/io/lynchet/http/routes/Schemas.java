// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.routes;

import io.lynchet.json.QueryRequest;
import io.lynchet.json.SchemaText;

/** Pieces of JSON schema that several routes describe themselves with. Rows are refined by entity where the OpenAPI document is made. */
final class Schemas {
    static final String ROW = "{\"type\":\"object\",\"additionalProperties\":true}";
    static final String ROWS = "{\"type\":\"array\",\"items\":" + ROW + "}";
    static final String ID = "{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}";
    static final String NEW_ID = "{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{40}$\"}";
    static final String COUNT = "{\"type\":\"integer\",\"minimum\":0}";
    static final String TEXT = "{\"type\":\"string\"}";
    static final String SOME_TEXT = "{\"type\":\"string\",\"minLength\":1}";
    static final String CURSOR = "{\"type\":[\"string\",\"null\"]}";
    static final String FILTER =
            "{\"type\":\"object\",\"description\":\"Members are all required. A field with a scalar or null, or with"
                    + " an object of operators ($eq $ne $not $gt $gte $lt $lte $in $nin $like $startsWith $endsWith $contains $exists);"
                    + " $and and $or with arrays of such objects, $not with one.\"}";
    static final String ORDER =
            "{\"description\":\"Fields with asc or desc, the first one the most significant.\",\"oneOf\":["
                    + "{\"type\":\"object\",\"additionalProperties\":{\"enum\":[\"asc\",\"desc\"]}},"
                    + "{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"minItems\":2,\"maxItems\":2}}]}";
    static final String LIMIT = "{\"type\":\"integer\",\"minimum\":0,\"maximum\":" + QueryRequest.LIMIT_MAX + "}";
    static final String OFFSET = "{\"type\":\"integer\",\"minimum\":0,\"maximum\":" + QueryRequest.OFFSET_MAX + "}";
    /** Figures are no rows of the entity, so that they are not refined. */
    static final String FIGURES = "{\"type\":\"array\",\"items\":{\"type\":\"object\"}}";

    static final String OPERATION = "{\"oneOf\":["
            + SchemaText.object("op,entity,data", "op", "{\"const\":\"insert\"}", "entity", TEXT, "data", ROW)
            + ","
            + SchemaText.object(
                    "op,entity,id,data", "op", "{\"const\":\"update\"}", "entity", TEXT, "id", SOME_TEXT, "data", ROW)
            + ","
            + SchemaText.object("op,entity,id", "op", "{\"const\":\"delete\"}", "entity", TEXT, "id", SOME_TEXT)
            + "]}";

    private Schemas() {}

    /** An object whose names are entities. */
    static String byEntity(String values) {
        return "{\"type\":\"object\",\"additionalProperties\":" + values + "}";
    }

    /** The same with at least and at most so many entities. */
    static String byEntity(int least, int most, String values) {
        return "{\"type\":\"object\",\"minProperties\":" + least + ",\"maxProperties\":" + most
                + ",\"additionalProperties\":" + values + "}";
    }

    /** What a value should be, where another one fails by itself and does not make the whole request fail. */
    static String orFailing(String schema) {
        return "{\"description\":\"What does not fit is told in the answer, and the others are done.\",\"anyOf\":["
                + schema + ",{}]}";
    }

    /** An object with one member that is always true. */
    static String done(String name) {
        return SchemaText.object(name, name, "{\"const\":true}");
    }
}
