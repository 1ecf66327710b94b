#!/bin/sh
# Builds ffmpeg.wasm from FFmpeg's own source: demuxers and audio decoders only, under the LGPL.
#
#   apt-get install clang-19 lld-19 llvm-19 wasi-libc libclang-rt-19-dev-wasm32 make
#   sh build.sh ffmpeg_7.1.5.orig.tar.xz [BUILD-FOLDER]
#
# The archive is the release of ffmpeg.org as Debian carries it (ffmpeg_7.1.5.orig.tar.xz).
set -eu

expected=de668509caf9e35e3cd162473441fdb29538c6d96ed080292b3cf9e6fc5d558f
here=$(cd "$(dirname "$0")" && pwd)
archive=$(realpath "$1")
build=${2:-$(mktemp -d)}
echo "$expected  $archive" | sha256sum --check --quiet
mkdir -p "$build/source" "$build/objects"
tar -xf "$archive" -C "$build/source" --strip-components=1
cd "$build/objects"

target='--target=wasm32-wasi -D_WASI_EMULATED_SIGNAL -D_WASI_EMULATED_PROCESS_CLOCKS'
flags="$target -O3 -msimd128 -mbulk-memory -DNDEBUG -ffunction-sections -fdata-sections"
emulated='-lwasi-emulated-signal -lwasi-emulated-process-clocks'

../source/configure --enable-cross-compile --target-os=none --arch=wasm32 \
  --cc=clang-19 --ld=clang-19 --ar=llvm-ar-19 --nm=llvm-nm-19 --ranlib=llvm-ranlib-19 --strip=llvm-strip-19 \
  --extra-cflags="$flags" --extra-ldflags="--target=wasm32-wasi $emulated" \
  --disable-everything --disable-autodetect --disable-asm --disable-pthreads --disable-network \
  --disable-programs --disable-doc --disable-debug --disable-runtime-cpudetect \
  --disable-avdevice --disable-avfilter --disable-swscale --disable-postproc \
  --enable-demuxer=aac,ac3,aiff,amr,ape,asf,au,avi,caf,dts,eac3,flac,flv,matroska,mov,mp3,mpegps,mpegts,ogg,w64,wav,wv \
  --enable-parser=aac,aac_latm,ac3,amr,dca,flac,gsm,mpegaudio,opus,vorbis \
  --enable-decoder=aac,aac_latm,ac3,eac3,alac,amrnb,amrwb,ape,dca,flac,gsm,gsm_ms,mp1float,mp2float,mp3float,opus \
  --enable-decoder=speex,truehd,vorbis,wavpack,wmalossless,wmapro,wmav1,wmav2,wmavoice \
  --enable-decoder='pcm_*,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,adpcm_yamaha,adpcm_swf,adpcm_g726,adpcm_g726le,adpcm_g722'
grep -q '^#define FFMPEG_LICENSE "LGPL version 2.1 or later"' config.h

libraries='libavformat/libavformat.a libavcodec/libavcodec.a libswresample/libswresample.a libavutil/libavutil.a'
make -j"$(nproc)" $libraries
# At most 256 MiB of memory: a file that asks for more is refused, whatever it says of itself.
clang-19 $flags -I../source -I. -mexec-model=reactor "$here/recording.c" $libraries $emulated -lm \
  -Wl,--gc-sections -Wl,--strip-all -Wl,-z,stack-size=1048576 -Wl,--max-memory=268435456 -o "$here/ffmpeg.wasm"
ls -l "$here/ffmpeg.wasm"
