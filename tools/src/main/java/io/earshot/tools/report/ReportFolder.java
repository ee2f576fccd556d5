package io.earshot.tools.report;

import io.earshot.tools.capture.WavAudio;
import io.earshot.tools.capture.WavReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A directory with everything about one call: {@code report.json}, the HTML made of it, recording and captures. */
public final class ReportFolder {
    private static final String DATA = "report.json";
    private static final String PAGE = "report.html";

    private ReportFolder() {}

    /**
     * Writes the data and the page.
     *
     * @return the page's file
     * @throws IOException when the directory cannot be written or its recording cannot be read
     */
    public static Path write(Path directory, CallReport report) throws IOException {
        Files.writeString(directory.resolve(DATA), ReportJson.write(report) + "\n");
        return render(directory);
    }

    /**
     * Draws the page anew from the data.
     *
     * @return the page's file
     * @throws IOException when the data or its recording cannot be read, or the page cannot be written
     */
    public static Path render(Path directory) throws IOException {
        CallReport report = read(directory);
        return Files.writeString(directory.resolve(PAGE), HtmlReport.render(report, recording(directory, report)));
    }

    /**
     * The data.
     *
     * @throws IOException when it cannot be read
     */
    public static CallReport read(Path directory) throws IOException {
        return ReportJson.readReport(directory.resolve(DATA));
    }

    private static @Nullable WavAudio recording(Path directory, CallReport report) throws IOException {
        String wav = report.files().wav();
        return wav == null || !Files.exists(directory.resolve(wav)) ? null : WavReader.read(directory.resolve(wav));
    }
}
