// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.schema.Field;

/** One key of a sort order. Absent values come first when ascending and last when descending. */
public record SortKey(Field field, boolean ascending) {}
