/*
 * What Adiuva asks of FFmpeg: what a recording holds, its cover, and a track as 16-bit samples of one rate. The module
 * sees one file, through host_read, and nothing else. One recording an instance; the host throws the instance away.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/bprint.h>
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>

#define EXPORT(name) __attribute__((export_name(#name)))

/* Copies at most `bytes` bytes at `position`; 0 at the end, below 0 to give up. */
__attribute__((import_module("host"), import_name("read"))) int host_read(double position, uint8_t *into, int bytes);

enum { io_bytes = 64 * 1024, packets_a_call = 4096, message_bytes = 300 };

static AVFormatContext *input;
static AVCodecContext *decoder;
static SwrContext *resampler;
static AVFrame *frame;
static AVPacket *packet;
static AVBPrint description;
static int64_t file_bytes, file_position;
static char message[message_bytes];
static int is_protected;

static void keep_message(void *context, int level, const char *format, va_list arguments)
{
    if (strstr(format, "DRM protected"))
        is_protected = 1;
    if (level <= AV_LOG_ERROR && !message[0])
        vsnprintf(message, sizeof message, format, arguments);
}

static int read_bytes(void *opaque, uint8_t *into, int bytes)
{
    int count = host_read((double)file_position, into, bytes);
    if (count < 0)
        return AVERROR_EXIT;
    if (count == 0)
        return AVERROR_EOF;
    file_position += count;
    return count;
}

static int64_t seek_bytes(void *opaque, int64_t offset, int whence)
{
    whence &= ~AVSEEK_FORCE;
    if (whence == AVSEEK_SIZE)
        return file_bytes;
    if (whence == SEEK_CUR)
        offset += file_position;
    else if (whence == SEEK_END)
        offset += file_bytes;
    if (offset < 0)
        return AVERROR(EINVAL);
    return file_position = offset;
}

static int refuse_open(AVFormatContext *context, AVIOContext **io, const char *url, int flags, AVDictionary **options)
{
    return AVERROR(EPERM);
}

EXPORT(recording_allocate) void *recording_allocate(int bytes) { return av_malloc(bytes); }
EXPORT(recording_message) const char *recording_message(void) { return message; }
EXPORT(recording_message_length) int recording_message_length(void) { return strlen(message); }

/* 0, or an AVERROR. */
EXPORT(recording_open) int recording_open(double bytes)
{
    file_bytes = (int64_t)bytes;
    av_log_set_callback(keep_message);
    frame = av_frame_alloc();
    packet = av_packet_alloc();
    input = avformat_alloc_context();
    uint8_t *buffer = av_malloc(io_bytes);
    if (!frame || !packet || !input || !buffer)
        return AVERROR(ENOMEM);
    input->pb = avio_alloc_context(buffer, io_bytes, 0, NULL, read_bytes, NULL, seek_bytes);
    if (!input->pb)
        return AVERROR(ENOMEM);
    input->flags |= AVFMT_FLAG_CUSTOM_IO;
    input->io_open = refuse_open;
    int error = avformat_open_input(&input, "", NULL, NULL);
    return error < 0 ? error : avformat_find_stream_info(input, NULL);
}

static void put_string(const char *text)
{
    av_bprint_chars(&description, '"', 1);
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\')
            av_bprint_chars(&description, '\\', 1);
        if (*c < 0x20)
            av_bprintf(&description, "\\u%04x", *c);
        else
            av_bprint_chars(&description, *c, 1);
    }
    av_bprint_chars(&description, '"', 1);
}

static void put_tags(const AVDictionary *tags)
{
    const AVDictionaryEntry *entry = NULL;
    const char *separator = "";
    av_bprintf(&description, ",\"tags\":{");
    while ((entry = av_dict_iterate(tags, entry))) {
        /* Pictures and licences are written as text by some; nobody reads them here. */
        if (strlen(entry->value) > 4096)
            continue;
        av_bprintf(&description, "%s", separator);
        put_string(entry->key);
        av_bprint_chars(&description, ':', 1);
        put_string(entry->value);
        separator = ",";
    }
    av_bprint_chars(&description, '}', 1);
}

static void put_time(const char *name, int64_t value, AVRational unit)
{
    if (value == AV_NOPTS_VALUE)
        av_bprintf(&description, ",\"%s\":null", name);
    else
        av_bprintf(&description, ",\"%s\":%.3f", name, value * av_q2d(unit) * 1000);
}

static int is_stream_protected(const AVCodecParameters *parameters)
{
    static const char tags[][5] = {"drms", "drmi", "enca", "encv", "aavd"};
    for (size_t i = 0; i < FF_ARRAY_ELEMS(tags); i++)
        if (parameters->codec_tag == MKTAG(tags[i][0], tags[i][1], tags[i][2], tags[i][3]))
            return 1;
    return av_packet_side_data_get(parameters->coded_side_data, parameters->nb_coded_side_data,
                                   AV_PKT_DATA_ENCRYPTION_INIT_INFO) != NULL;
}

static void put_stream(const AVStream *stream)
{
    const AVCodecParameters *p = stream->codecpar;
    const char *type = av_get_media_type_string(p->codec_type);
    av_bprintf(&description,
               "{\"index\":%d,\"type\":\"%s\",\"codec\":\"%s\",\"channels\":%d,\"sampleRate\":%d,\"width\":%d,"
               "\"height\":%d,\"isDefault\":%s,\"isPicture\":%s,\"isProtected\":%s,\"canDecode\":%s",
               stream->index, type ? type : "unknown", avcodec_get_name(p->codec_id), p->ch_layout.nb_channels,
               p->sample_rate, p->width, p->height,
               stream->disposition & AV_DISPOSITION_DEFAULT ? "true" : "false",
               stream->disposition & AV_DISPOSITION_ATTACHED_PIC ? "true" : "false",
               is_stream_protected(p) ? "true" : "false", avcodec_find_decoder(p->codec_id) ? "true" : "false");
    put_time("durationMs", stream->duration, stream->time_base);
    put_tags(stream->metadata);
    av_bprint_chars(&description, '}', 1);
}

/* JSON in UTF-8, as far as the file's texts are; recording_description_length bytes. */
EXPORT(recording_describe) const char *recording_describe(void)
{
    av_bprint_init(&description, 4096, AV_BPRINT_SIZE_UNLIMITED);
    av_bprintf(&description, "{\"format\":");
    put_string(input->iformat->name);
    put_time("durationMs", input->duration, AV_TIME_BASE_Q);
    av_bprintf(&description, ",\"isEstimate\":%s,\"isProtected\":%s",
               input->duration_estimation_method == AVFMT_DURATION_FROM_BITRATE ? "true" : "false",
               is_protected ? "true" : "false");
    put_tags(input->metadata);
    av_bprintf(&description, ",\"streams\":[");
    for (unsigned i = 0; i < input->nb_streams; i++) {
        av_bprintf(&description, "%s", i ? "," : "");
        put_stream(input->streams[i]);
    }
    av_bprintf(&description, "],\"chapters\":[");
    for (unsigned i = 0; i < input->nb_chapters; i++) {
        const AVChapter *chapter = input->chapters[i];
        av_bprintf(&description, "%s{\"number\":%u", i ? "," : "", i);
        put_time("startMs", chapter->start, chapter->time_base);
        put_time("endMs", chapter->end, chapter->time_base);
        put_tags(chapter->metadata);
        av_bprint_chars(&description, '}', 1);
    }
    av_bprintf(&description, "]}");
    return av_bprint_is_complete(&description) ? description.str : NULL;
}

EXPORT(recording_description_length) int recording_description_length(void) { return description.len; }

/* The picture that a stream is; recording_picture_length bytes of a file of its own kind. */
static const AVPacket *picture_of(int index)
{
    if (index < 0 || index >= (int)input->nb_streams)
        return NULL;
    return &input->streams[index]->attached_pic;
}

EXPORT(recording_picture) const uint8_t *recording_picture(int index)
{
    const AVPacket *picture = picture_of(index);
    return picture ? picture->data : NULL;
}

EXPORT(recording_picture_length) int recording_picture_length(int index)
{
    const AVPacket *picture = picture_of(index);
    return picture ? picture->size : 0;
}

static double last_end = -1;
static int has_ended;

/* Reads packets without decoding; 1 while there are more. */
EXPORT(recording_scan) int recording_scan(void)
{
    for (int i = 0; i < packets_a_call; i++) {
        if (av_read_frame(input, packet) < 0)
            return 0;
        const AVStream *stream = input->streams[packet->stream_index];
        enum AVMediaType type = stream->codecpar->codec_type;
        if (packet->pts != AV_NOPTS_VALUE && (type == AVMEDIA_TYPE_AUDIO || type == AVMEDIA_TYPE_VIDEO)) {
            double end = (packet->pts + FFMAX(packet->duration, 0)) * av_q2d(stream->time_base) * 1000;
            if (input->start_time != AV_NOPTS_VALUE)
                end -= input->start_time / 1000.0;
            if (end > last_end)
                last_end = end;
        }
        av_packet_unref(packet);
    }
    return 1;
}

/* Milliseconds from the beginning to the end of the last packet scanned; below 0 when there was none. */
EXPORT(recording_scanned) double recording_scanned(void) { return last_end; }

static int track, out_channels, out_rate;
static int16_t *samples;
static int sample_count, sample_capacity;
/* Samples given so far, those of silence included. */
static int64_t given;
static double silence;
static int is_held, is_first = 1, is_drained, is_flushed, error_count, frame_count;
static int64_t time_shift;
static AVChannelLayout in_layout;
static int in_rate, in_format;

EXPORT(recording_samples) const int16_t *recording_samples(void) { return samples; }
/* Samples of silence that stand before those of the last call. */
EXPORT(recording_silence) double recording_silence(void) { return silence; }
EXPORT(recording_has_ended) int recording_has_ended(void) { return has_ended; }
EXPORT(recording_errors) int recording_errors(void) { return error_count; }
EXPORT(recording_frames) int recording_frames(void) { return frame_count; }

/* 0, or an AVERROR. */
EXPORT(recording_start) int recording_start(int index, int channels, int rate)
{
    if (index < 0 || index >= (int)input->nb_streams)
        return AVERROR(EINVAL);
    for (unsigned i = 0; i < input->nb_streams; i++)
        input->streams[i]->discard = (int)i == index ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    const AVStream *stream = input->streams[index];
    const AVCodec *codec = avcodec_find_decoder(stream->codecpar->codec_id);
    if (!codec)
        return AVERROR_DECODER_NOT_FOUND;
    decoder = avcodec_alloc_context3(codec);
    if (!decoder)
        return AVERROR(ENOMEM);
    int error = avcodec_parameters_to_context(decoder, stream->codecpar);
    if (error < 0)
        return error;
    decoder->pkt_timebase = stream->time_base;
    track = index;
    out_channels = channels;
    out_rate = rate;
    return avcodec_open2(decoder, codec, NULL);
}

static int reserve(int count)
{
    if (sample_count + count <= sample_capacity)
        return 0;
    int capacity = FFMAX(2 * sample_capacity, sample_count + count);
    int16_t *larger = av_realloc_array(samples, capacity, out_channels * sizeof *samples);
    if (!larger)
        return AVERROR(ENOMEM);
    samples = larger;
    sample_capacity = capacity;
    return 0;
}

/* What is in the frame, or with NULL what the resampler still holds. */
static int convert(const uint8_t *const *data, int count)
{
    int expected = swr_get_out_samples(resampler, count);
    if (expected < 0 || reserve(expected) < 0)
        return AVERROR(ENOMEM);
    uint8_t *out = (uint8_t *)(samples + (size_t)sample_count * out_channels);
    int made = swr_convert(resampler, &out, expected, data, count);
    if (made < 0)
        return made;
    sample_count += made;
    given += made;
    return 0;
}

static int flush_resampler(void)
{
    int error = resampler ? convert(NULL, 0) : 0;
    swr_free(&resampler);
    return error;
}

static int open_resampler(void)
{
    AVChannelLayout from = {0}, to;
    int channels = frame->ch_layout.nb_channels;
    if (channels < 1 || channels > 64 || frame->sample_rate < 1000)
        return AVERROR_INVALIDDATA;
    av_channel_layout_copy(&in_layout, &frame->ch_layout);
    in_rate = frame->sample_rate;
    in_format = frame->format;
    if (frame->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
        av_channel_layout_default(&from, channels);
    else
        av_channel_layout_copy(&from, &frame->ch_layout);
    av_channel_layout_default(&to, out_channels);
    int error = swr_alloc_set_opts2(&resampler, &to, AV_SAMPLE_FMT_S16, out_rate, &from, frame->format,
                                    frame->sample_rate, 0, NULL);
    if (error < 0)
        return error;
    if (from.order == AV_CHANNEL_ORDER_UNSPEC || from.order == AV_CHANNEL_ORDER_CUSTOM) {
        double matrix[2 * 64];
        for (int i = 0; i < out_channels * channels; i++)
            matrix[i] = 1.0 / channels;
        swr_set_matrix(resampler, matrix, channels);
    }
    return swr_init(resampler);
}

static int has_changed(void)
{
    return !resampler || in_rate != frame->sample_rate || in_format != frame->format ||
           av_channel_layout_compare(&in_layout, &frame->ch_layout);
}

/* 1: the next frame; 0: no more; AVERROR(EAGAIN): enough packets for one call. */
static int next_frame(int *packets)
{
    for (;;) {
        int error = avcodec_receive_frame(decoder, frame);
        if (error == 0)
            return 1;
        if (error == AVERROR_EOF || is_drained)
            return 0;
        if (error != AVERROR(EAGAIN))
            error_count++;
        if ((*packets)++ >= packets_a_call)
            return AVERROR(EAGAIN);
        if (av_read_frame(input, packet) < 0) {
            is_drained = avcodec_send_packet(decoder, NULL) < 0;
            continue;
        }
        if (packet->stream_index == track && avcodec_send_packet(decoder, packet) < 0)
            error_count++;
        av_packet_unref(packet);
    }
}

/* Where the frame belongs, in samples from the beginning; AV_NOPTS_VALUE where the file does not say. */
static int64_t place_of_frame(void)
{
    int64_t time = frame->best_effort_timestamp;
    if (time == AV_NOPTS_VALUE)
        return time;
    double seconds = time * av_q2d(input->streams[track]->time_base);
    if (input->start_time != AV_NOPTS_VALUE)
        seconds -= input->start_time / (double)AV_TIME_BASE;
    if (seconds < -1e9 || seconds > 1e9)
        return AV_NOPTS_VALUE;
    return (int64_t)(seconds * out_rate + (seconds < 0 ? -0.5 : 0.5)) + time_shift;
}

/* Samples to leave out before the frame (above 0: to fill in), so that what follows stands at its time. */
static int64_t gap_before_frame(void)
{
    int64_t place = place_of_frame();
    if (place == AV_NOPTS_VALUE)
        return 0;
    int64_t gap = place - given - (resampler ? swr_get_delay(resampler, out_rate) : 0);
    int64_t tolerance = is_first ? 0 : out_rate / 10;
    if (gap >= -tolerance && gap <= tolerance)
        return 0;
    /* Clocks that start again (a stream chained to a stream, a broadcast joined) are no gap. */
    int is_jump = gap < -out_rate || (gap > 10 * out_rate && (input->iformat->flags & AVFMT_TS_DISCONT));
    if (is_jump && !is_first) {
        time_shift -= gap;
        return 0;
    }
    return gap;
}

static int convert_frame(int64_t skipped)
{
    const uint8_t *data[64];
    int channels = frame->ch_layout.nb_channels;
    int skip = (int)FFMIN(frame->nb_samples, av_rescale(skipped, frame->sample_rate, out_rate));
    int is_planar = av_sample_fmt_is_planar(frame->format);
    int step = av_get_bytes_per_sample(frame->format) * (is_planar ? 1 : channels);
    for (int i = 0; i < (is_planar ? channels : 1); i++)
        data[i] = frame->extended_data[i] + (size_t)skip * step;
    return convert(data, frame->nb_samples - skip);
}

/*
 * Decodes about a second. Returns the samples a channel that stand interleaved at recording_samples, after the silence of
 * recording_silence; below 0 an AVERROR that ends it. There is more until recording_has_ended.
 */
EXPORT(recording_decode) int recording_decode(void)
{
    int packets = 0;
    sample_count = 0;
    silence = 0;
    while (sample_count < out_rate) {
        int64_t skipped = 0;
        int error = is_held ? 1 : next_frame(&packets);
        is_held = 0;
        if (error == AVERROR(EAGAIN))
            return sample_count;
        if (error == 0) {
            has_ended = 1;
            error = flush_resampler();
            return error < 0 ? error : sample_count;
        }
        if (has_changed()) {
            flush_resampler();
            if (open_resampler() < 0) {
                swr_free(&resampler);
                error_count++;
                continue;
            }
        }
        int64_t gap = gap_before_frame();
        if (gap > 0 && !is_first) {
            flush_resampler();
            gap = gap_before_frame();
            error = open_resampler();
            if (error < 0)
                return error;
        }
        if (gap > 0 && sample_count > 0) {
            is_held = 1;
            return sample_count;
        }
        if (gap > 0) {
            silence += gap;
            given += gap;
        } else {
            skipped = -gap;
        }
        is_first = 0;
        frame_count++;
        error = convert_frame(skipped);
        if (error < 0)
            return error;
    }
    return sample_count;
}
