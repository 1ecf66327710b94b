import type { CatalogueModel } from './schema.ts';

/** Accurate, in 8 bits. The package holds the same in full precision, which is three times as large and left out. */
const variant = '4.0.0_best_int';
const version = '1.0.0';

/** What is kept of a tarball, about. */
const keptShare = 0.25;

/** @param integrity as the npm registry gives it for this version; `bytes` is the size of its tarball */
function language(code: string, name: string, bytes: number, integrity: string): CatalogueModel {
  return {
    id: `ocr-${code}`,
    kind: 'ocr',
    name: `Text recognition: ${name}`,
    description: `Reads ${name} in scans and pictures.`,
    // Of the data itself, from tesseract-ocr/tessdata_best; the package around it is MIT.
    licence: 'Apache-2.0',
    source: {
      kind: 'npm',
      package: `@tesseract.js-data/${code}`,
      version,
      integrity,
      bytes,
      folder: variant,
    },
    files: [
      {
        path: `${code}.traineddata.gz`,
        checksum: 'from-package',
        approximateBytes: Math.round(bytes * keptShare),
      },
    ],
  };
}

/** Languages of text recognition. Some of them come with the program as optional packages; all can be had later. */
export const ocrLanguages: readonly CatalogueModel[] = [
  language(
    'eng',
    'English',
    13_839_644,
    'sha512-mbTumm6KQPUHyzTPQaF3ObXYnx0SqqfV2nabqFVQBwD6Kl7PhGSLSzOlfFTWy0P3BjghaSKA2W9GB19Jk+ZcTg==',
  ),
  language(
    'deu',
    'German',
    8_411_089,
    'sha512-3ter1p2gFAiCd5CMC+PodZ9YY2UDomkKj+ytlKeeZqOUmhLx1SDnYPf5zog0g5MBbxYveW+8omI3PUflqHfZ4Q==',
  ),
  language(
    'fra',
    'French',
    6_959_264,
    'sha512-pp58gMaoyidoBBLd5y5rnf0WW0Y1994QrGqZrYatITqIU/AReUJMykD+YY3JDgvnmgz7uAx1UmhjjuyEmV8JEA==',
  ),
  language(
    'ita',
    'Italian',
    8_567_364,
    'sha512-Sx19NVYve5VAxEBDL6CWTX+evlvzV+iAS5ejJywcHVsmir/C9Tzw2fExoh97QFc06t48tYZA8VrMobsBzMAEhA==',
  ),
  language(
    'spa',
    'Spanish',
    10_436_372,
    'sha512-9Ln+QKq/TNu4Hy4aOp5b4nXo9U0C6IqJMzNDpAJZe/fNtz6jXG9G/hQgR/Irxj+RGf0M7Xy1MNx1yl4wQUIfeg==',
  ),
  language(
    'por',
    'Portuguese',
    8_124_452,
    'sha512-sQ7GqYUgKaMmV0vNujYoXLlXUp2e5RGGkJxQ3L59kUOaupIugLJeb1dqhrfgyb71XQw7ltdSuXdQIoaoS/rpsQ==',
  ),
  language(
    'nld',
    'Dutch',
    13_178_605,
    'sha512-Fq9TDxewYAw3YBLqLYEu3rziNUHq0F1NnnM49vI0E5o6S2oKcirhTumGvv8ws088+li1llyKXT9nfrHuxxetHQ==',
  ),
  language(
    'pol',
    'Polish',
    10_977_737,
    'sha512-e9naSi/5kIXIMsymriFMUXJ2XWxRY/09qU9pkmEN28nAeMyF70EYkn4G3iHoB2oF/HNhZpy8lCIe1/I2L/BqKA==',
  ),
  language(
    'ces',
    'Czech',
    9_329_679,
    'sha512-mXnVy8WoG/ImbrpN5oggaBBMSrHQH+hKbgkbPQeVY6MChIDDZT1H+e2I4eiAvl+fypfIbiqpIcodGex03PXvfw==',
  ),
  language(
    'slk',
    'Slovak',
    8_371_502,
    'sha512-F6iaXlIUkqW+FRV6O/HUOPw5jMAs/Z73zq4XqgHls+6V/f6E/8QgzRu9dn+hlEm4VuxNdiL0qSuJLtqQVBkGzA==',
  ),
  language(
    'slv',
    'Slovenian',
    5_284_772,
    'sha512-g/luF3uJ8RbSiJTJDkKMCSUDvsDMXXd1MPLx4bC28wTVXN2pQqA9TI+Xajas1mytrDZ5J2ceCt5ihMFP7RStIA==',
  ),
  language(
    'hrv',
    'Croatian',
    8_090_238,
    'sha512-0qwO8Yjc1NfwjoQ7WEdBPDbKWnAitQSRALfqUQ4PuQkGG/hPmRJdO/QRR9s/OmPm2Pwo/NKdjgg41cG8HqoCxg==',
  ),
  language(
    'hun',
    'Hungarian',
    10_550_248,
    'sha512-HoMZ/9ULBzp6WBFLz8H3dBfeO9OK5E5kUL17oQp9wRbslXqpYdxeXMX2WLHrdZzeuGCGu+CByoMWKkDbX+BvqQ==',
  ),
  language(
    'ron',
    'Romanian',
    6_524_807,
    'sha512-UdjCzTs3prY8J5CrCV3tPteGx8aE3TNMypYCtAy5vv4Yc4NlwYQaoDHY87Mo8ORcbAFec6ipRjN63usyuQIH6g==',
  ),
  language(
    'swe',
    'Swedish',
    8_821_162,
    'sha512-9BRWhTs8THTaBtFNvaTSZbL8gb14CH86TsdNjpDVBgm4kOS5RW8V6xfM91SEho4rlxyzAJPA909GRD1xsJbyJg==',
  ),
  language(
    'nor',
    'Norwegian',
    8_274_620,
    'sha512-UYIAl2T2g9Nha+uKQie4uE4zGN1a/sbs4sddsH3Ao54BguKyGbSBz4pBG/+zZY2Lnre3/z/z3d9RiVL6DVKvPw==',
  ),
  language(
    'dan',
    'Danish',
    6_580_275,
    'sha512-nlR/VS/YKJs8u0SSa3C+wUTIopPIKwVG016T4/Lk2BsUOME3EkXgHWyGbzfobd5+6dwA+FYaUB17GVgIo7Zphg==',
  ),
  language(
    'fin',
    'Finnish',
    12_821_769,
    'sha512-JLD9iF4Q3gqspuB5dphSZw7HT+EGZ6pKqoTUfDrUU9kYxGa2xkISa/3X/JpFZ6Lw8Lh6Ved0uVxUZhMuzoK9Dw==',
  ),
  language(
    'est',
    'Estonian',
    9_996_820,
    'sha512-oakddRcxZK0OB9mnFl8q1xLif1Pi8e6/iaXTB+PMkt96PbKqoiqw2WU0Ogkv+c5AOW7JWcFcZZY8Iwmh5yX8zw==',
  ),
  language(
    'lav',
    'Latvian',
    5_686_388,
    'sha512-HhbIyKG3BcKNBGKMNjN+fHlG1n1hWV+qCyuq9lp4vjVq50yxzX6cYyBva4jWawyAGcJNn63gGPp+snrtY5cfNQ==',
  ),
  language(
    'lit',
    'Lithuanian',
    7_244_378,
    'sha512-HJBugoUf+R4EBIoLlIVn0Tihh5TSR7z+mQIQEV204RGjzTtgEQqgoP1jhnvYKagfuGOBRnTe1dsT2ZUnClF6nQ==',
  ),
  language(
    'cat',
    'Catalan',
    3_346_386,
    'sha512-5tp/K5e7KKhJtWFJmJz01BydHth2blUVjsjVtsda2F5R4Zl0OElr5/jDvoDeZ9uoV2zHI7eQ4S2ClS0obZmqVQ==',
  ),
  language(
    'tur',
    'Turkish',
    10_170_951,
    'sha512-510AUJda8BsgrTchfIIH1uV1wfYp28+PLy74sxSQiHM0sLv9kjbNyooxUCo/R4TOjLQY0fXQ2QWwozWlSlXrkw==',
  ),
  language(
    'vie',
    'Vietnamese',
    5_251_465,
    'sha512-hFxBtxSiCw6+64uxf0psrlLvcYA5kQimYhTSx1RwjbD5jSxe1bWg3EmipAozkzELQIFAMkJC5vu+ONGRem7YLA==',
  ),
  language(
    'ind',
    'Indonesian',
    5_024_024,
    'sha512-bykwjIpoIR9jqHm+juv2FSMR8Xg3gNnAqYzu6nI01wMiTTMamyZE6r27Kvp39Mi34j9XHsvNAuKdZKzqV+YcgA==',
  ),
  language(
    'lat',
    'Latin',
    5_641_980,
    'sha512-/X5s/z5CZqonFTbIExfzqVXOR+GB+Iw1BQb0R0ieMsb3S9UicwFYYyL1W54/yhdka8+3NXoSjIAxEFzeSLSI7w==',
  ),
  language(
    'ukr',
    'Ukrainian',
    7_287_250,
    'sha512-W/i5g9xbyBHJxklEb0mU2iLENBzU9CgXk1LVg82aQ95IaRwNFjY1z5y0vMcydEHQLx/TeawGrHiqlWoyXWCDzA==',
  ),
  language(
    'bul',
    'Bulgarian',
    5_137_626,
    'sha512-Xo/BjUvXUSkZYP4jSfk09zvQOd9IJc1F79JtMWeCgdFOvegpdZ4r93urjHvCO/wgU9xrBXoToMa6qknhv7plQg==',
  ),
  language(
    'srp',
    'Serbian',
    4_716_409,
    'sha512-C2gHOvXDTJ+Dy/q8w9VCUkg+KBc50hCbjv/1ksssoVjd7sdy56vviTzEqc5YZKPvYD81x/SeGP87xmIUtDpNyg==',
  ),
  language(
    'ell',
    'Greek',
    4_744_428,
    'sha512-cCdWHcxHupC9YltWAoscqnw1QAIo4ENgaXNNVXfN+FBvSncnx3lgnNcyRdCvGSi31buwr7vPY156WHu2Yubg4A==',
  ),
  language(
    'heb',
    'Hebrew',
    2_748_563,
    'sha512-t70MeqlBqOsf+pINWgG32gaVsXG2LUiOFMMzeJLl+bDEjRK9nXUqF/xzl37xP2IdwZcOsd6BnQRbZDN/8AAWlA==',
  ),
  language(
    'ara',
    'Arabic',
    3_333_623,
    'sha512-bB60Av6dsv9LRUrlaM6SgnAwjUpdbanw9Jf3mbhDCZAhX7Cp8u7YjI8EWfCvMhH3R2QJT/2EA8cijqPANOhwaA==',
  ),
  language(
    'fas',
    'Persian',
    857_182,
    'sha512-TA2y9dabKPx5Uy9LHvsrkwljJfbyGhtHlfyLyNob6oYz2rTnj02cygUwFrGqlog5MRNSZOebJ9fzzrMuNHJSDQ==',
  ),
  language(
    'hin',
    'Hindi',
    2_792_751,
    'sha512-MB6WY6g4SAtrs+Xuyz5JDDsLFCykCwIESV7M9KkyxF71bxBqhLa8e7GJi5yGa/Wl6V4nuC7LWX/EMdSyTINTvg==',
  ),
  language(
    'ben',
    'Bengali',
    2_756_679,
    'sha512-KFbl8YlVGZnhlJmlM45j1Cndek8QCGMwXu8JNtE8c4oDgKCy8c1PviIWC5ih5hBGjMPHi6yBaR+Gr0FRda/pIg==',
  ),
  language(
    'tam',
    'Tamil',
    2_891_860,
    'sha512-WzseHnA88dfhrGZJ8DWHc2+o3l3L+yA/LTAGHPrpgIUD1I24kfd9dhQ+s8CvxLxa1awr7fdncUsQIqo0p+HRnQ==',
  ),
  language(
    'tel',
    'Telugu',
    3_474_177,
    'sha512-mAVHC7M5ZSK+NxC3dvdB6hFf6tAZBU/EU+QOcse1lDm4ca19Sro7flYpXpSNIXujow/jwPUWY4xpbH2Fm3rIUg==',
  ),
  language(
    'tha',
    'Thai',
    1_802_388,
    'sha512-0OzEL5P9b0PLukjrUbQUJFWC41V6Ti/Cxgm7pFJ6btk3IPS3EZc2PPjji7eFzbc/Zf7LDKxkzvlW1nd0NmrEug==',
  ),
  language(
    'kat',
    'Georgian',
    4_511_895,
    'sha512-prN4hfMVr4ei226LgW+1GCfcFthPJYnGY8Uwk2uq/XdW55p233KTq4MYI+QMqloTAEWwLE1k92ro/ntM9nXO6w==',
  ),
  language(
    'hye',
    'Armenian',
    3_242_438,
    'sha512-TbXSmfubE+/jWTRuJz37wNvKgIRIG/Tg/2/wyRAmKDqsTO/TFx6ifwiCcYFPwSkAsyeTKTIj7Ia58x1ywaFHEg==',
  ),
  language(
    'kor',
    'Korean',
    8_507_588,
    'sha512-tepYhsYiRJ8E44R27MHxVteEDDLfYQxuvM6u4JlEHcCYqwpefvI5TGzoMgB67kunOvtyEJYtT5zfJ/6R6FVU9w==',
  ),
  language(
    'jpn',
    'Japanese',
    18_107_568,
    'sha512-nUq2xHUjiWE6FRqkvLIIbByLZ39B8qNaBSOnVP4XIKGPKtZ1e0hiRnK7WhPfl8A+Fe7aNE1u/QoXXUym3TbSCA==',
  ),
  language(
    'jpn_vert',
    'Japanese, vertical',
    4_044_598,
    'sha512-xk3ZHTCFODXUH/QVVlOt9lAkis95muL+Fhqe4i6qWxySXuvUp3nDnG8TpzA63YI+RP//lXqbSCBizqvC2fJqoA==',
  ),
  language(
    'chi_sim',
    'Chinese, simplified',
    21_809_859,
    'sha512-iuErURkPbECDUazgsLn/r3c+tU2y5o5S/w14d0A/YiagfsjYyZKgTo75RUpsGJ311qtu0dIX4hqnXAAjmqf2CA==',
  ),
  language(
    'chi_tra',
    'Chinese, traditional',
    28_664_956,
    'sha512-uz0gqF7ncrJS4UTHGCkPntZXpoyo+mIg0Zs8QhF0TH3uzj2HkJpYmi8u1Pdwt2NW65UWJ51hzILWWy838da5dw==',
  ),
];
