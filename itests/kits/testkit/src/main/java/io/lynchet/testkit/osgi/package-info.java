// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** A small service registry, in which tests activate components and register the services that these use. */
package io.lynchet.testkit.osgi;
