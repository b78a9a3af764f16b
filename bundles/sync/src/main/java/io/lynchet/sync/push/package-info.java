// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The push route. A client sends changes that it made while it was away. Each is made once or refused, and has its
 * outcome in the response.
 */
package io.lynchet.sync.push;
