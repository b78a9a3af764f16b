// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.schema;

import io.lynchet.json.query.QueryRequest;
import io.lynchet.json.row.SchemaText;

/** The pieces of JSON schema that several routes share. The OpenAPI document refines rows by entity. */
public final class RowSchemas {
    public static final String ROW = "{\"type\":\"object\",\"additionalProperties\":true}";
    public static final String ROWS = "{\"type\":\"array\",\"items\":" + ROW + "}";
    public static final String ID = "{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}";
    static final String NEW_ID = "{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{40}$\"}";
    public static final String COUNT = "{\"type\":\"integer\",\"minimum\":0}";
    public static final String TEXT = "{\"type\":\"string\"}";
    static final String SOME_TEXT = "{\"type\":\"string\",\"minLength\":1}";
    public static final String CURSOR = "{\"type\":[\"string\",\"null\"]}";
    public static final String FILTER =
            "{\"type\":\"object\",\"description\":\"Members are all required. A field with a scalar or null, or with"
                    + " an object of operators ($eq $ne $not $gt $gte $lt $lte $in $nin $like $startsWith $endsWith $contains $exists);"
                    + " $and and $or with arrays of such objects, $not with one.\"}";
    public static final String ORDER =
            "{\"description\":\"Fields with asc or desc, the first one the most significant.\",\"oneOf\":["
                    + "{\"type\":\"object\",\"additionalProperties\":{\"enum\":[\"asc\",\"desc\"]}},"
                    + "{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"minItems\":2,\"maxItems\":2}}]}";
    public static final String LIMIT =
            "{\"type\":\"integer\",\"minimum\":0,\"maximum\":" + QueryRequest.LIMIT_MAX + "}";
    public static final String OFFSET =
            "{\"type\":\"integer\",\"minimum\":0,\"maximum\":" + QueryRequest.OFFSET_MAX + "}";
    /** Values of measures are no rows of the entity, so they are not refined. */
    public static final String FIGURES = "{\"type\":\"array\",\"items\":{\"type\":\"object\"}}";

    public static final String OPERATION = "{\"oneOf\":["
            + SchemaText.object("op,entity,data", "op", "{\"const\":\"insert\"}", "entity", TEXT, "data", ROW)
            + ","
            + SchemaText.object(
                    "op,entity,id,data", "op", "{\"const\":\"update\"}", "entity", TEXT, "id", SOME_TEXT, "data", ROW)
            + ","
            + SchemaText.object("op,entity,id", "op", "{\"const\":\"delete\"}", "entity", TEXT, "id", SOME_TEXT)
            + "]}";

    private RowSchemas() {}

    /** Returns the schema of an object whose names are entities. */
    public static String byEntity(String values) {
        return "{\"type\":\"object\",\"additionalProperties\":" + values + "}";
    }

    /** Returns the same schema with at least and at most that many entities. */
    public static String byEntity(int least, int most, String values) {
        return "{\"type\":\"object\",\"minProperties\":" + least + ",\"maxProperties\":" + most
                + ",\"additionalProperties\":" + values + "}";
    }

    /** Returns the schema of a value of which an invalid one fails by itself, without failing the whole request. */
    public static String orFailing(String schema) {
        return "{\"description\":\"The response has an error for an element that does not fit; the server performs"
                + " the others.\",\"anyOf\":["
                + schema + ",{}]}";
    }

    /** Returns the schema of an object with one member that is always true. */
    public static String done(String name) {
        return SchemaText.object(name, name, "{\"const\":true}");
    }
}
