// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest;

import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Gate;
import io.lynchet.rest.app.GetHealth;
import io.lynchet.rest.app.GetManifest;
import io.lynchet.rest.app.ServeFile;
import io.lynchet.rest.batch.BatchOperations;
import io.lynchet.rest.batch.TransactOperations;
import io.lynchet.rest.query.AggregateRecords;
import io.lynchet.rest.query.ListByCursor;
import io.lynchet.rest.query.ListRecords;
import io.lynchet.rest.query.QueryGraph;
import io.lynchet.rest.query.QueryRecords;
import io.lynchet.rest.record.CreateRecord;
import io.lynchet.rest.record.DeleteRecord;
import io.lynchet.rest.record.GetRecord;
import io.lynchet.rest.record.LinkRecords;
import io.lynchet.rest.record.LookupRecord;
import io.lynchet.rest.record.UnlinkRecords;
import io.lynchet.rest.record.UpdateRecord;
import io.lynchet.rest.transfer.ExportData;
import io.lynchet.rest.transfer.ExportEntity;
import io.lynchet.rest.transfer.ImportData;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** The routes of this bundle. */
final class RestRoutes {
    private RestRoutes() {}

    /**
     * @param properties framework properties by name
     * @param pagePolicy the content security policy of pages, or empty
     */
    static List<Route> of(Gate<DataService> data, Function<String, String> properties, String pagePolicy) {
        String started = properties.apply("lynchet.started.millis");
        String version = properties.apply("lynchet.version");
        String app = properties.apply("lynchet.app");
        return List.of(
                new CreateRecord(data),
                new ListRecords(data),
                new ListByCursor(data),
                new GetRecord(data),
                new UpdateRecord(data),
                new DeleteRecord(data),
                new QueryRecords(data),
                new QueryGraph(data),
                new LookupRecord(data),
                new LinkRecords(data),
                new UnlinkRecords(data),
                new AggregateRecords(data),
                new BatchOperations(data),
                new TransactOperations(data),
                new ExportData(data),
                new ExportEntity(data),
                new ImportData(data),
                new GetManifest(data),
                new GetHealth(
                        data,
                        started == null ? System.currentTimeMillis() : Long.parseLong(started),
                        version == null ? "unknown" : version),
                new ServeFile(app == null ? null : Path.of(app, "public"), pagePolicy));
    }
}
