/*
** What the header of a picture says: PNG (ISO/IEC 15948) and JPEG (ITU T.81, JFIF, Exif).
**
** A name or a MIME type may lie, a signature alone, too. So the size is read from where a
** decoder reads it, IHDR with its checksum or the first start of frame, and the parts are
** followed to the end: they must all be there, and nothing behind them. What is compressed
** is not unpacked.
**
** Rules owned here: image-form.
*/
#include "base.h"

#include <string.h>

struct reader {
    const unsigned char *data;
    size_t length;
    size_t at;
};

static unsigned read16(const unsigned char *p) {
    return (unsigned)p[0] << 8 | p[1];
}

static uint32_t read32(const unsigned char *p) {
    return (uint32_t)read16(p) << 16 | read16(p + 2);
}

static size_t left(const struct reader *reader) {
    return reader->length - reader->at;
}

/* ---------------------------------------------------------------------- PNG */

static const unsigned char png_signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

/* CRC-32 (ISO 3309), a bit at a time: there are few bytes. */
static uint32_t checksum(const unsigned char *p, size_t length) {
    uint32_t crc = 0xFFFFFFFFu;

    for (; length > 0; length--) {
        crc ^= *p++;
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1u ? 0xEDB88320u : 0u);
    }
    return ~crc;
}

/* Which bit depths a colour type has, a bit for each. */
static int has_depth(unsigned color, unsigned depth) {
    static const unsigned depths[7] = {[0] = 1 << 1 | 1 << 2 | 1 << 4 | 1 << 8 | 1 << 16,
                                       [2] = 1 << 8 | 1 << 16,
                                       [3] = 1 << 1 | 1 << 2 | 1 << 4 | 1 << 8,
                                       [4] = 1 << 8 | 1 << 16,
                                       [6] = 1 << 8 | 1 << 16};

    return color < 7 && depth <= 16 && (depths[color] >> depth & 1u) != 0;
}

/* The body of IHDR: 13 bytes. */
static int png_header(const unsigned char *p, int *width, int *height) {
    if (checksum(p - 4, 17) != read32(p + 13) || !has_depth(p[9], p[8]) || p[10] != 0 ||
        p[11] != 0 || p[12] > 1)
        return 0;
    if (read32(p) - 1 >= INT32_MAX || read32(p + 4) - 1 >= INT32_MAX)
        return 0;
    *width = (int)read32(p);
    *height = (int)read32(p + 4);
    return 1;
}

/* Chunks: length, type, body, checksum. IHDR is the first, IEND the last. */
static int png_size(struct reader *reader, int *width, int *height) {
    int pixels = 0;

    if (left(reader) < sizeof png_signature + 25)
        return -1;
    reader->at = sizeof png_signature;
    if (memcmp(reader->data + reader->at, "\0\0\0\rIHDR", 8) != 0 ||
        !png_header(reader->data + reader->at + 8, width, height))
        return -1;
    for (reader->at += 25; left(reader) >= 12;) {
        const unsigned char *chunk = reader->data + reader->at;
        size_t size = read32(chunk);

        if (size > left(reader) - 12)
            return -1;
        if (memcmp(chunk + 4, "IEND", 4) == 0)
            return size == 0 && left(reader) == 12 && pixels ? 0 : -1;
        pixels |= memcmp(chunk + 4, "IDAT", 4) == 0 && size > 0;
        reader->at += 12 + size;
    }
    return -1;
}

/* --------------------------------------------------------------------- JPEG */

/* Start of frame, of a marker from C0 on: to CF, but for tables (C4), extensions (C8) and conditioning (CC). */
static int is_frame(unsigned marker) {
    return marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* Length, precision, height, width, components of three bytes each. */
static int jpeg_frame(const unsigned char *segment, unsigned size, int *width, int *height) {
    if (size < 8 || segment[7] == 0 || size != 8u + 3u * segment[7])
        return 0;
    *height = (int)read16(segment + 3);
    *width = (int)read16(segment + 5);
    return *width > 0 && *height > 0;
}

/* Segments: FF, a marker, their length. After a start of scan the pixels come, and FF D9 ends them. */
static int jpeg_size(struct reader *reader, int *width, int *height) {
    int framed = 0;

    for (reader->at = 2; left(reader) >= 4;) {
        const unsigned char *p = reader->data + reader->at;
        unsigned size = read16(p + 2);

        if (p[0] != 0xFF)
            return -1;
        if (p[1] == 0xFF) { /* fill */
            reader->at++;
            continue;
        }
        if (p[1] < 0xC0 || (p[1] >= 0xD0 && p[1] <= 0xD9) || size < 2 || size > left(reader) - 2)
            return -1;
        if (is_frame(p[1])) {
            if (framed || !jpeg_frame(p + 2, size, width, height))
                return -1;
            framed = 1;
        }
        reader->at += 2 + size;
        if (p[1] == 0xDA) { /* all that is left is the scan, and perhaps more of them */
            p = reader->data + reader->length;
            return framed && left(reader) > 2 && p[-2] == 0xFF && p[-1] == 0xD9 ? 0 : -1;
        }
    }
    return -1;
}

int usher_image_size(const void *data, size_t length, int *width, int *height) {
    struct reader reader = {data, length, 0};

    *width = *height = 0;
    if (length > sizeof png_signature && memcmp(data, png_signature, sizeof png_signature) == 0)
        return png_size(&reader, width, height);
    if (length > 4 && memcmp(data, "\xFF\xD8\xFF", 3) == 0)
        return jpeg_size(&reader, width, height);
    return -1;
}
